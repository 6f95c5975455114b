// What the text and the JSON of a reach have in common.
#include "runtime/report/effects_words.hpp"

#include "runtime/report/change_text.hpp"

namespace hivemend::report {

lang::OpenText effects_value(const lang::Touch& touch, const lang::TouchedLine& line)
{
    if (line.element || !is_secret({touch.subject.text}, line.name.text))
        return *line.value;
    return {line.value->text.substr(0, line.value->text.find(' ')) + " (secret)"};
}

}  // namespace hivemend::report
