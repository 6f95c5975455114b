// What a question to the patient can come back with.
#pragma once

#include <string>
#include <variant>

#include "lang/types/overloaded.hpp"

namespace hivemend::engine {

template <class T>
struct Known {
    T value;
    bool operator==(const Known&) const = default;
};
/// The thing is not there on this patient; `why` says more where there is more to say: another type, another form.
struct Absent {
    std::string why{};
    bool operator==(const Absent&) const = default;
};
/// This kind of target cannot tell; `why` is a sentence for the plan.
struct Unknown {
    std::string why;
    bool operator==(const Unknown&) const = default;
};

template <class T>
using Answer = std::variant<Known<T>, Absent, Unknown>;

using lang::overloaded;

}  // namespace hivemend::engine
