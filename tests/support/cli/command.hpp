// Running hivemend in this process, as a person would: arguments in, status and two streams out.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace hivemend::test {

struct Result {
    int status = 0;
    std::string out, err;
    std::string both() const { return out + err; }
};

/// `answer` is what somebody types; without it nobody is at the terminal.
Result invoke(const std::vector<std::string>& arguments, const std::string* answer = nullptr);
/// The same after Ctrl-C was pressed.
Result invoke_stopped(const std::vector<std::string>& arguments);

struct Output {
    int status = 0;
    std::string out;
};
/// Both streams in the order in which they are written, as a terminal shows them.
Output invoke_together(const std::vector<std::string>& arguments);

/// A file of the repository.
std::filesystem::path source_file(const std::string& relative);
/// Descriptions in examples/targets that practice disks are made of: one of each kind, and all with HIVEMEND_LONG.
std::vector<std::filesystem::path> practice_targets();
/// Makes a practice disk of a description in examples/targets.
void make_sample(const std::string& description, const std::filesystem::path& directory);
void write_text(const std::filesystem::path& path, const std::string& text);

/// A folder of test data that is not part of the repository (HIVEMEND_TESTDATA, or beside it); empty when it is not
/// there.
std::filesystem::path test_data();
/// Says what is skipped for the want of test data or of a program; false when nothing is.
bool skipped(bool missing, const std::string& what);
/// Unpacks `x.xz` or copies, to a file.
void place_data(const std::filesystem::path& from, const std::filesystem::path& to);

/// Runs another program through the shell; its standard error goes with its output.
Output shell(const std::string& command);
bool has_program(const std::string& name);

}  // namespace hivemend::test
