// Settings before a run.
#include "runtime/engine/primitive/restore.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace hivemend::engine {

std::optional<Before> before_this_run(const Call& call, const Change& place)
{
    const auto* first = call.originals().first(place);
    if (first == nullptr)
        return std::nullopt;
    return std::visit(overloaded{
                          [](const SetRegValue& c) -> std::optional<Before> {
                              return Before{c.before, c.before == c.after};
                          },
                          [](const SetBootElement& c) -> std::optional<Before> {
                              return Before{c.before, c.before == c.after};
                          },
                          [](const DeleteRegValue& c) -> std::optional<Before> {
                              return Before{c.before, !c.before};
                          },
                          [](const DeleteBootElement& c) -> std::optional<Before> {
                              return Before{c.before, !c.before};
                          },
                          [](const auto&) { return std::optional<Before>(); },
                      },
                      *first);
}

std::string left_as_it_is(const std::string& name)
{
    return fmt::format("`{}` is left as it is: this run did not change it", name);
}

std::string left_with_its_key(const std::string& name)
{
    return fmt::format("`{}` is left as it is: this run changed its key as a whole, and keeps no single values of it",
                       name);
}

Proposal given_back(Changes changes, std::vector<std::string> left)
{
    if (changes.empty())
        return NotNeeded{fmt::format("{}", fmt::join(left, "; "))};
    return Partly{std::move(changes), std::move(left)};
}

}  // namespace hivemend::engine
