// A folder with playbooks of which one is sound, one broken and one warned about, in which commands run.
#pragma once

#include <filesystem>
#include <string>

#include "tests/support/cli/command.hpp"
#include "tests/support/temporary.hpp"

namespace hivemend::test {

inline const std::string sound_text = "playbook sound {\n    language 1\n    title \"Sound\"\n    effects { boot }\n}\n"
                                      "bcd set bootmgr { bootems = yes }\n";
inline const std::string broken_text =
    "playbook broken {\n    language 1\n    title \"Broken\"\n    effects { boot }\n}\n"
    "bcd set bootmgr { bootems = true, timeot = 5 }\n";
inline const std::string mended_text =
    "playbook broken {\n    language 1\n    title \"Broken\"\n    effects { boot }\n}\n"
    "bcd set bootmgr { bootems = yes, timeot = 5 }\n";
inline const std::string warned_text =
    "playbook warned {\n    language 1\n    title \"Warned\"\n    effects { files }\n}\n"
    "file delete \"E:\\x.log\"\n";

class PlaybookFolder {
public:
    PlaybookFolder() : before_(std::filesystem::current_path())
    {
        std::filesystem::create_directories(place_.path());
        std::filesystem::current_path(place_.path());
        write_text(std::filesystem::absolute("sound.mend"), sound_text);
        write_text(std::filesystem::absolute("broken.mend"), broken_text);
        write_text(std::filesystem::absolute("warned.mend"), warned_text);
    }
    ~PlaybookFolder() { std::filesystem::current_path(before_); }
    PlaybookFolder(const PlaybookFolder&) = delete;
    PlaybookFolder& operator=(const PlaybookFolder&) = delete;

    const std::filesystem::path& path() const { return place_.path(); }

private:
    TemporaryDirectory place_;
    std::filesystem::path before_;
};

}  // namespace hivemend::test
