// Texts as characters with places.
#include "lang/check/skeleton.hpp"

namespace hivemend::lang::rules {

Span Skeleton::place(std::size_t begin, std::size_t length) const
{
    Span span = places[begin];
    span.end = places[begin + length - 1].end;
    return span;
}

Skeleton skeleton_of(const syntax::StringLiteral& literal)
{
    Skeleton skeleton;
    for (const auto& piece : literal.pieces) {
        const auto* text = std::get_if<std::string>(&piece.content);
        if (text == nullptr) {
            skeleton.text += hole;
            skeleton.places.push_back(piece.span);
            continue;
        }
        // With an escape in the piece its characters have no places of their own, so they share the piece's.
        const bool exact = piece.span.end - piece.span.begin == text->size();
        for (std::size_t i = 0; i < text->size(); ++i) {
            const auto at = static_cast<std::uint32_t>(piece.span.begin + i);
            skeleton.places.push_back(exact ? Span{piece.span.source, at, at + 1} : piece.span);
        }
        skeleton.text += *text;
    }
    return skeleton;
}

}  // namespace hivemend::lang::rules
