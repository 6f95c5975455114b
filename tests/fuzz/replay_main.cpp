// Replays a fuzz target without libFuzzer: every file of the given folders, then seeded mutations of them.
// An input that breaks something is named before it is run when HIVEMEND_FUZZ_TRACE is set; the sanitizers stop the
// program.
#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

using Input = std::vector<std::uint8_t>;
using Random = std::mt19937_64;

constexpr std::size_t max_input_bytes = 1u << 20;

std::vector<Input> read_folders(const std::vector<std::filesystem::path>& folders)
{
    std::vector<std::filesystem::path> files;
    for (const auto& folder : folders) {
        if (!std::filesystem::is_directory(folder))
            continue;
        for (const auto& entry : std::filesystem::recursive_directory_iterator(folder))
            if (entry.is_regular_file())
                files.push_back(entry.path());
    }
    std::sort(files.begin(), files.end());  // the order of a directory differs between machines, the run must not
    std::vector<Input> inputs{{}};
    for (const auto& file : files) {
        std::ifstream stream(file, std::ios::binary);
        inputs.emplace_back(std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>());
    }
    return inputs;
}

std::size_t below(Random& random, std::size_t bound)
{
    return bound == 0 ? 0 : static_cast<std::size_t>(random() % bound);
}

/// One change as damage and hostile hands make them: a bit, a byte, a 32-bit field, a cut, a repeat, a piece of another
/// input.
void change(Input& input, const std::vector<Input>& inputs, Random& random)
{
    constexpr std::uint32_t telling[] = {0,      1,          4,          0x7f,       0x80,      0xff,
                                         0x1000, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff};
    const auto at = below(random, input.size());
    switch (input.empty() ? 5 : random() % 6) {
    case 0:
        input[at] = static_cast<std::uint8_t>(input[at] ^ (1u << (random() % 8)));
        break;
    case 1:
        input[at] = static_cast<std::uint8_t>(random());
        break;
    case 2: {
        const auto field = telling[below(random, std::size(telling))];
        for (std::size_t byte = 0; byte < 4 && at + byte < input.size(); ++byte)
            input[at + byte] = static_cast<std::uint8_t>(field >> (8 * byte));
        break;
    }
    case 3:
        input.resize(at);
        break;
    case 4: {
        const auto length = 1 + below(random, std::min<std::size_t>(input.size() - at, 64));
        const Input piece(input.begin() + static_cast<std::ptrdiff_t>(at),
                          input.begin() + static_cast<std::ptrdiff_t>(at + length));
        input.insert(input.begin() + static_cast<std::ptrdiff_t>(at), piece.begin(), piece.end());
        break;
    }
    default: {
        const auto& other = inputs[below(random, inputs.size())];
        const auto from = below(random, other.size());
        const auto length = std::min<std::size_t>(other.size() - from, 1 + random() % 256);
        const auto begin = other.begin() + static_cast<std::ptrdiff_t>(from);
        input.insert(input.begin() + static_cast<std::ptrdiff_t>(at), begin,
                     begin + static_cast<std::ptrdiff_t>(length));
    }
    }
}

struct Options {
    double seconds = 5;
    std::uint64_t mutations = 10000;
    std::uint64_t seed = 1;
    std::vector<std::filesystem::path> folders;
};

Options read_options(int count, char** words)
{
    Options options;
    for (int i = 1; i < count; ++i) {
        const std::string_view word = words[i];
        const auto number = [&] { return i + 1 < count ? std::string(words[++i]) : std::string("0"); };
        if (word == "--seconds")
            options.seconds = std::stod(number());
        else if (word == "--mutations")
            options.mutations = std::stoull(number());
        else if (word == "--seed")
            options.seed = std::stoull(number());
        else
            options.folders.emplace_back(word);
    }
    return options;
}

}  // namespace

int main(int count, char** words)
{
    const auto options = read_options(count, words);
    const auto inputs = read_folders(options.folders);
    for (const auto& input : inputs)
        LLVMFuzzerTestOneInput(input.data(), input.size());

    const auto start = std::chrono::steady_clock::now();
    const auto spent = [&] { return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count(); };
    std::uint64_t done = 0;
    // Each mutation has a seed of its own, so that the last one printed can be run again alone.
    const bool trace = std::getenv("HIVEMEND_FUZZ_TRACE") != nullptr;
    for (; done < options.mutations && spent() < options.seconds; ++done) {
        Random random(options.seed + done);
        Input input = inputs[below(random, inputs.size())];
        for (auto changes = 1 + random() % 8; changes > 0 && input.size() < max_input_bytes; --changes)
            change(input, inputs, random);
        if (trace)
            fmt::print(stderr, "seed {}, {} bytes\n", options.seed + done, input.size());
        LLVMFuzzerTestOneInput(input.data(), input.size());
    }
    fmt::print("{} files and {} mutations (seeds {} to {}) in {:.1f} s: nothing found\n", inputs.size(), done,
               options.seed, options.seed + done, spent());
    return 0;
}
