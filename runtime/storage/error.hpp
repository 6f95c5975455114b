// The one exception for the world outside: files, disks, foreign bytes. Caught at the sandbox's edge and in cli/main
// only.
#pragma once

#include <cstdint>
#include <exception>
#include <string>
#include <vector>

namespace hivemend {

/// Something outside is not as it must be. `what` is a headline that is true on its own, lower case, without a full
/// stop.
class Error : public std::exception {
public:
    explicit Error(std::string headline, std::string where = {}, std::vector<std::string> seen = {},
                   std::string help = {});

    const char* what() const noexcept override { return headline.c_str(); }

    std::string headline;
    std::string where;              // path, object; empty when the headline says it
    std::vector<std::string> seen;  // what was found, a line each
    std::string help;               // what to do next
};

/// Foreign bytes that do not follow their format.
class Malformed : public Error {
public:
    Malformed(std::string format, std::uint64_t offset, std::string headline, std::string where = {},
              std::string help = {});

    std::string format;        // `hive`, `journal`
    std::uint64_t offset = 0;  // bytes from the start of the file
};

/// An Error from errno: "no space left on device", with the operation and the path.
Error system_error(int error_number, const std::string& operation, const std::string& path);

/// The operator said stop (Ctrl-C) before the commit.
class Stopped : public std::exception {
public:
    const char* what() const noexcept override { return "stopped"; }
};

}  // namespace hivemend
