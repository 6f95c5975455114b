// The catalogue as a table, and the proof that every sentence fits the types of its words.
#include "lang/diag/catalogue.hpp"

#include <array>

namespace hivemend::lang::diag {
namespace {

consteval std::size_t places(std::string_view sentence)
{
    std::size_t count = 0;
    for (std::size_t at = 0; at < sentence.size(); ++at) {
        if (sentence[at] != '{')
            continue;
        if (sentence[at + 1] == '{')
            ++at;
        else
            ++count;
    }
    return count;
}

template <class... Args>
consteval std::size_t words(const Kind<Args...>&)
{
    return sizeof...(Args);
}

// A sentence with too few, too many or mistyped words does not compile; fmt itself lets too many pass.
#define DIAGNOSTIC(identifier, name, severity, sentence, ...)                                                          \
    [[maybe_unused]] const fmt::format_string<__VA_ARGS__> checked_##identifier{sentence};                             \
    static_assert(places(sentence) == words(identifier), "a word of this kind does not appear in its sentence");
#include "lang/diag/catalogue.def"
#undef DIAGNOSTIC

constexpr auto entries = std::to_array<CatalogueEntry>({
#define DIAGNOSTIC(identifier, name, severity, sentence, ...) {name, Severity::severity, sentence},
#include "lang/diag/catalogue.def"
#undef DIAGNOSTIC
});

}  // namespace

std::span<const CatalogueEntry> catalogue()
{
    return entries;
}

}  // namespace hivemend::lang::diag
