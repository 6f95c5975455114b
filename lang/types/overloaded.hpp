// Reading a closed set: one lambda for each alternative of a variant.
#pragma once

namespace hivemend::lang {

template <class... Cases>
struct overloaded : Cases... {
    using Cases::operator()...;
};
template <class... Cases>
overloaded(Cases...) -> overloaded<Cases...>;

}  // namespace hivemend::lang
