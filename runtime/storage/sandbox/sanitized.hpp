// Whether this is a build with AddressSanitizer, whose runtime needs more of a child than the program does.
#pragma once

namespace hivemend::storage {

#if defined(__SANITIZE_ADDRESS__)
inline constexpr bool sanitized = true;
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
inline constexpr bool sanitized = true;
#else
inline constexpr bool sanitized = false;
#endif
#else
inline constexpr bool sanitized = false;
#endif

}  // namespace hivemend::storage
