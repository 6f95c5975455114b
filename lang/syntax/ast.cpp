// The two questions that nodes of the tree answer about themselves.
#include "lang/syntax/ast.hpp"

namespace hivemend::lang::syntax {

std::string Path::text() const
{
    std::string joined;
    for (const auto& name : names) {
        if (!joined.empty())
            joined += '.';
        joined += name.text;
    }
    return joined;
}

std::optional<std::string> StringLiteral::plain() const
{
    if (pieces.empty())
        return std::string();
    const auto* only = std::get_if<std::string>(&pieces.front().content);
    return pieces.size() == 1 && only ? std::optional(*only) : std::nullopt;
}

}  // namespace hivemend::lang::syntax
