// What a child that reads hostile bytes may do, and the taking away of everything else.
#pragma once

#include <optional>
#include <string>

namespace hivemend::storage {

/// Confines this process for the rest of its life; there must be one thread.
///
/// It may still
///   - compute, throw, and take memory that is not executable;
///   - read, write, map, seek, truncate, duplicate and close the descriptors that it has;
///   - ask the size and kind of what a descriptor names, the time, random bytes, and its own numbers;
///   - exit, and abort itself.
/// Everything else kills it with SIGSYS: opening, creating, renaming or removing anything, sockets, new processes and
/// threads, other programs, signals to others, tracing, mounting, keys, changing limits or owners. One question is left
/// open, because it looks like asking about a descriptor: whether a path exists, and how large it is.
///
/// The system call filter (seccomp) is what holds. Below it, Landlock denies all files, TCP ports, and sockets and
/// signals that lead out, as far as the kernel has it; a kernel without it has one wall fewer, which is not reported.
///
/// What is loaded on first use has to be used before: conversions of iconv, locales, algorithms of OpenSSL.
///
/// Built with AddressSanitizer, the calls with which it looks around for a report fail with EACCES instead of killing,
/// and some harmless ones are allowed, so that a report is written to its end.
///
/// A sentence when the filter cannot be installed; then nothing hostile may be read.
std::optional<std::string> confine();

/// The part that is Landlock: what is open stays open, nothing else of the file system can be reached. False when the
/// kernel has none.
bool deny_files();

}  // namespace hivemend::storage
