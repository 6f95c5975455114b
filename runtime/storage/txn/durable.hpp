// Every call of the program that changes a file system is in durable.cpp, so that one hook can count, kill, refuse or
// record it.
#pragma once

#include <cstdarg>
#include <cstdint>
#include <filesystem>
#include <string>

#include <sys/types.h>

#include "lang/types/reg_data.hpp"

namespace hivemend::storage {

/// An open descriptor that closes itself.
class Descriptor {
public:
    Descriptor() = default;
    explicit Descriptor(int number) : number_(number) {}
    Descriptor(Descriptor&& other) noexcept;
    Descriptor& operator=(Descriptor&& other) noexcept;
    ~Descriptor();
    int get() const { return number_; }
    explicit operator bool() const { return number_ >= 0; }

private:
    int number_ = -1;
};

}  // namespace hivemend::storage

namespace hivemend::storage::durable {

enum class Operation { create, write, truncate, fsync, rename, unlink, mkdir, rmdir, metadata };
enum class Moment { before, after };

/// What a test hook sees of one step. Names are relative to the directory descriptor where there is one.
struct Step {
    Operation operation;
    Moment moment;
    std::string path;           // absolute
    std::string second_path{};  // rename: the new name
    std::uint64_t offset = 0;   // write; truncate: the new size
    ByteView bytes{};           // write
};

/// Null outside tests. Returns 0 to go on, or an errno that the operation then fails with (before only); may not return
/// at all.
using Hook = int (*)(const Step&);
extern Hook hook;

/// All of these throw Error with path and cause. Directories are descriptors opened by the caller; names have no slash
/// in them.
Descriptor create_file(int directory, const std::string& name, unsigned mode);  // O_CREAT | O_EXCL | O_NOFOLLOW
Descriptor open_append(int directory, const std::string& name,
                       unsigned mode);     // created when missing, never through a link
void write_all(int file, ByteView bytes);  // at the file's position
void truncate(int file, std::uint64_t size);
/// Has the bytes of a file on their way to the disk while the caller does something else, so that `sync_file` waits for
/// less. Advice, never an error.
void begin_sync(int file);
void sync_file(int file);
void sync_directory(int directory);
void rename(int from_directory, const std::string& from, int to_directory, const std::string& to);
void unlink(int directory, const std::string& name);
void make_directory(int directory, const std::string& name, unsigned mode);
void remove_directory(int directory, const std::string& name);

/// These return 0 or the errno, because only the caller knows what a file may go without.
int set_owner(int file, uid_t owner, gid_t group);
int set_mode(int file, unsigned mode);
int set_attribute(int file, const std::string& name, ByteView value);

/// Opens a directory for reading. Error when it is none.
Descriptor open_directory(const std::filesystem::path& path);
/// Creates a directory and those above it that are missing, each with `mode` and each durable; opens it.
Descriptor make_directories(const std::filesystem::path& path, unsigned mode);
/// Creates or replaces a file in one step: a reader, or a loss of power, sees the old bytes or the new. Durable on
/// return.
void replace_file(int directory, const std::string& name, ByteView bytes, unsigned mode);
void replace_file(const std::filesystem::path& path, ByteView bytes, unsigned mode);
/// Adds bytes (a line of a journal) at the end of a file, created when missing. Durable on return; on Error the file
/// has its former length, unless the power went: a reader must expect a last line that is cut short.
void append(int directory, const std::string& name, ByteView bytes, unsigned mode);
/// Removes a directory with all that is in it; symbolic links are removed, not followed. Nothing happens when there is
/// none.
void remove_tree(int directory, const std::string& name);

/// `open` of the C library, errno and all, without the hook: for what libraries open by themselves. The program opens
/// with the functions above.
int open_as_asked(const char* path, int flags, std::va_list more);

}  // namespace hivemend::storage::durable
