// What to do next, for messages whose place knows nothing better: no message goes out without a help line.
#include <algorithm>
#include <string_view>
#include <utility>

#include "lang/check/consequences.hpp"
#include "lang/diag/catalogue.hpp"

#include <fmt/format.h>

namespace hivemend::lang::rules {
namespace {

struct Advice {
    std::string_view kind;
    std::string_view words;
};

constexpr Advice advices[] = {
    {diag::wrong_shape.name, "compare both word by word: one is missing, too much or in another place"},
    {diag::unknown_statement.name,
     "`hivemend help` lists the statements; those of a module need its `use` line, such as `use std.crash_dump`"},
    {diag::unknown_module.name,
     "a module is written `use std.crash_dump`, a file beside the playbook `use \"x.mend\"`"},
    {diag::unknown_name.name,
     "a name is a `param`, a `let`, a loop variable or an answer that stands above, a fact or a boot object; a text "
     "stands in `\"`"},
    {diag::unknown_fact.name, "`hivemend help` lists the facts; a text stands in `\"`"},
    {diag::unknown_type.name, "types are `bool int string size duration date version guid reg_key reg_name reg_data "
                              "guest_path host_path volume control_set secret`, `list(…)`, `optional(…)`, "
                              "`bcd_object(…)` and the names of enums"},
    {diag::unknown_kind.name, "kinds of boot objects are such as `osloader`, `bootmgr`, `resume` and `memdiag`"},
    {diag::unknown_element.name, "`hivemend help` shows which elements an object has; one without a name is written "
                                 "by its number"},
    {diag::unknown_attribute.name, "attributes are `@differs`, `@accept`, `@slow` and `@temporary`"},
    {diag::unknown_line.name, "take it away, or move it to where it belongs"},
    {diag::wrong_type.name, "write a value of that type; `hivemend help` says what each fact and parameter is"},
    {diag::wrong_argument_count.name, "`hivemend help` shows what a fact is asked with"},
    {diag::no_members.name, "only boot objects and enums have something after a dot"},
    {diag::cannot_compare.name, "compare two values of one type; `<` and `>` order numbers, sizes, times, dates and "
                                "versions"},
    {diag::number_out_of_range.name, "write a smaller number"},
    {diag::malformed_data.name, "write data of that type, or choose the type that can hold it"},
    {diag::missing_line.name, "add the line"},
    {diag::duplicate.name, "keep the one that is meant"},
    {diag::misplaced.name, "take it away, or move it to where it belongs"},
    {diag::nested_too_deeply.name, "run fewer procedures from each other"},
};

}  // namespace

void advise(Diagnostics& diagnostics)
{
    Diagnostics advised;
    for (Diagnostic one : diagnostics.all()) {
        if (one.help.empty() && one.fixes.empty()) {
            const auto* found = std::ranges::find(advices, one.kind, &Advice::kind);
            one.hint(found != std::end(advices) ? std::string{found->words}
                                                : fmt::format("`hivemend explain {}` shows a right one", one.kind));
        }
        advised.append(std::move(one));
    }
    diagnostics = std::move(advised);
}

}  // namespace hivemend::lang::rules
