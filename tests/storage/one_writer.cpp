// Only durable.cpp changes a file system: every other source is read for calls and flags that could.
#include <catch2/catch.hpp>

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include "tests/support/temporary.hpp"

using namespace hivemend;
namespace fs = std::filesystem;

namespace {

std::string text_of(const fs::path& path)
{
    const auto bytes = test::read_file(path);
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

bool is_name(char c)
{
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
}

// Comments, strings and includes become spaces.
std::string code_of(std::string text)
{
    const auto blank = [&](std::size_t from, std::size_t to) {
        for (auto i = from; i < std::min(to, text.size()); ++i)
            if (text[i] != '\n')
                text[i] = ' ';
        return to;
    };
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text.compare(i, 2, "//") == 0 || text.compare(i, 9, "#include ") == 0) {
            i = blank(i, text.find('\n', i));
        } else if (text.compare(i, 2, "/*") == 0) {
            i = blank(i, text.find("*/", i));
        } else if (text.compare(i, 2, "R\"") == 0) {
            const auto end = ")" + text.substr(i + 2, text.find('(', i) - i - 2) + "\"";
            i = blank(i, text.find(end, i) + end.size() - 1);
        } else if (text[i] == '"' || (text[i] == '\'' && (i == 0 || !is_name(text[i - 1])))) {
            auto end = i + 1;
            while (end < text.size() && text[end] != text[i] && text[end] != '\n')
                end += text[end] == '\\' ? 2 : 1;
            i = blank(i, end + 1) - 1;
        }
        if (i >= text.size())
            break;
    }
    return text;
}

// A call of the C library: `::name(`, or `name(` that is no member, no other namespace's and no declaration.
bool is_library_call(const std::string& code, std::size_t at, bool only_global)
{
    const bool global = at >= 2 && code.compare(at - 2, 2, "::") == 0;
    if (only_global && !global)
        return false;
    auto before = global ? at - 2 : at;
    if (before > 0 && (is_name(code[before - 1]) || code[before - 1] == '>' || code[before - 1] == '.'))
        return false;
    if (global)
        return true;
    while (before > 0 && code[before - 1] == ' ')
        --before;
    if (before == 0 || code[before - 1] == '\n')
        return true;
    auto word = before;
    while (word > 0 && is_name(code[word - 1]))
        --word;
    const auto previous = code.substr(word, before - word);
    const bool type = !previous.empty() && previous != "return" && previous != "else" && previous != "do";
    return !type && code[before - 1] != '&' && code[before - 1] != '*' && code[before - 1] != '>';
}

const std::set<std::string> changing_calls{
    "creat",     "mkstemp",   "mkostemp",  "mkdtemp",  "tmpfile",         "mknod",          "mknodat",
    "mkfifo",    "mkdir",     "mkdirat",   "rmdir",    "unlink",          "unlinkat",       "rename",
    "renameat",  "renameat2", "link",      "linkat",   "symlink",         "symlinkat",      "truncate",
    "fsync",     "fdatasync", "syncfs",    "chmod",    "fchmod",          "fchmodat",       "chown",
    "fchown",    "lchown",    "fchownat",  "setxattr", "fsetxattr",       "lsetxattr",      "removexattr",
    "utimensat", "futimens",  "fallocate", "pwritev",  "posix_fallocate", "sync_file_range"};
// These also fill pipes and memory: allowed where the file itself makes what it writes to. Only with `::`, because the
// words are common; what they could write to on a disk would be opened with one of the flags below.
const std::set<std::string> filling_calls{"write",    "pwrite", "writev",         "ftruncate",
                                          "sendfile", "splice", "copy_file_range"};
const std::set<std::string> making_calls{"memfd_create", "pipe", "pipe2", "socketpair"};
const std::set<std::string> writing_words{"O_WRONLY",  "O_RDWR",   "O_CREAT", "O_TRUNC", "O_APPEND",
                                          "O_TMPFILE", "ofstream", "fstream", "filebuf"};
const std::set<std::string> library_calls{"create_directory",
                                          "create_directories",
                                          "create_symlink",
                                          "create_hard_link",
                                          "create_directory_symlink",
                                          "remove",
                                          "remove_all",
                                          "rename",
                                          "copy",
                                          "copy_file",
                                          "resize_file",
                                          "permissions",
                                          "last_write_time"};

struct Word {
    std::string name;
    std::size_t at = 0;
    bool called = false;
};

std::vector<Word> words_of(const std::string& code)
{
    std::vector<Word> words;
    for (std::size_t at = 0, end = 0; at < code.size(); at = end + 1) {
        for (end = at; end < code.size() && is_name(code[end]);)
            ++end;
        if (end == at)
            continue;
        const auto next = code.find_first_not_of(' ', end);
        words.push_back({code.substr(at, end - at), at, next != std::string::npos && code[next] == '('});
    }
    return words;
}

bool is_of_filesystem(const std::string& code, std::size_t at)
{
    return at >= 4 &&
           (code.compare(at - 4, 4, "fs::") == 0 || (at >= 12 && code.compare(at - 12, 12, "filesystem::") == 0));
}

// What everybody may write to changes nothing.
std::string without_null_device(std::string text)
{
    const std::string open = "open(\"/dev/null\",";
    for (auto at = text.find(open); at != std::string::npos; at = text.find(open, at))
        text.erase(at, text.find(')', at) - at);
    return text;
}

std::vector<std::string> offences(const std::string& text)
{
    const auto code = code_of(without_null_device(text));
    const auto words = words_of(code);
    const bool fills =
        std::ranges::any_of(words, [](const Word& word) { return word.called && making_calls.contains(word.name); });
    std::vector<std::string> found;
    for (const auto& [name, at, called] : words) {
        const bool fill = filling_calls.contains(name);
        const bool suspect = changing_calls.contains(name) || (fill && !fills);
        if (writing_words.contains(name) || (called && suspect && is_library_call(code, at, fill)) ||
            (called && library_calls.contains(name) && is_of_filesystem(code, at)))
            found.push_back(name);
    }
    return found;
}

}  // namespace

TEST_CASE("only durable.cpp changes a file system")
{
    const fs::path root{HIVEMEND_SOURCE_DIR};
    std::size_t sources = 0;
    for (const auto* folder : {"lang", "runtime"})
        for (const auto& entry : fs::recursive_directory_iterator(root / folder)) {
            const auto extension = entry.path().extension();
            if ((extension != ".cpp" && extension != ".hpp") ||
                entry.path() == root / "runtime/storage/txn/durable.cpp")
                continue;
            ++sources;
            for (const auto& offence : offences(text_of(entry.path())))
                FAIL_CHECK(entry.path().lexically_relative(root).string()
                           << " uses " << offence << ": go through storage::durable");
        }
    CHECK(sources > 10);
}

TEST_CASE("the search for writers finds them")
{
    CHECK(offences("void f() { ::unlink(path); }") == std::vector<std::string>{"unlink"});
    CHECK(offences("    rename(a, b);") == std::vector<std::string>{"rename"});
    CHECK(offences("return mkdir(a, 0);") == std::vector<std::string>{"mkdir"});
    CHECK(offences("std::ofstream out{path};") == std::vector<std::string>{"ofstream"});
    CHECK(offences("open(path, O_RDONLY | O_CREAT)") == std::vector<std::string>{"O_CREAT"});
    CHECK(offences("std::filesystem::remove_all(path);").size() == 1);
    CHECK(offences("::write(1, a, b);") == std::vector<std::string>{"write"});
    CHECK(offences("durable::rename(a, b); file.write(x); out->write(x); std::string rename(int);").empty());
    CHECK(offences("int pipe_[2]; pipe(pipe_); ::write(pipe_[1], a, b);").empty());
    CHECK(offences("// unlink(path)\nconst char* s = \"unlink(path) O_CREAT\";").empty());
}
