// Diagnostics as text for a terminal.
#include "lang/diag/render.hpp"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "lang/diag/escape.hpp"
#include "lang/diag/excerpt.hpp"
#include "lang/diag/places.hpp"
#include "lang/diag/replacement.hpp"

namespace hivemend::lang {
namespace {

enum class Paint { error, warning, primary, frame, help, strong };

class Painter {
public:
    explicit Painter(bool colours) : colours_(colours) {}

    std::string operator()(Paint paint, std::string_view text) const
    {
        if (!colours_ || text.empty())
            return std::string(text);
        return fmt::format("\x1b[{}m{}\x1b[0m", code(paint), text);
    }

private:
    static const char* code(Paint paint)
    {
        switch (paint) {
        case Paint::error:
        case Paint::primary:
            return "1;31";
        case Paint::warning:
            return "1;33";
        case Paint::frame:
            return "34";
        case Paint::help:
            return "36";
        case Paint::strong:
            return "1";
        }
        return "0";
    }

    bool colours_;
};

/// One diagnostic being written.
class Report {
public:
    Report(const Diagnostic& diagnostic, const SourceMap& sources, Places& places, const Painter& paint)
        : diagnostic_(diagnostic), sources_(sources), places_(places), paint_(paint)
    {
        std::uint32_t last = 1;
        for (const auto& label : diagnostic.labels)
            last = std::max(last, line_of(label));
        gutter_ = std::to_string(last).size();
    }

    std::string write()
    {
        const bool error = diagnostic_.severity == Severity::error;
        const auto kind = fmt::format("{}[{}]", error ? "error" : "warning", diagnostic_.kind);
        out_ = paint_(error ? Paint::error : Paint::warning, kind) +
               paint_(Paint::strong, ": " + escape_terminal(diagnostic_.headline)) + '\n';
        const auto& primary = diagnostic_.labels.front();
        write_source(primary.span.source, "-->", primary);
        for (const auto& label : diagnostic_.labels)
            if (!written(label.span.source))
                write_source(label.span.source, ":::", label);
        for (const auto& help : diagnostic_.help)
            write_note("help", help);
        for (const auto& fix : diagnostic_.fixes)
            write_note("fix", fix_text(fix));
        return std::move(out_);
    }

private:
    std::uint32_t line_of(const Label& label) const { return places_.begin(label.span).line; }

    bool written(SourceId source) const
    {
        return std::find(written_.begin(), written_.end(), source) != written_.end();
    }

    std::string bar() const { return std::string(gutter_, ' ') + " |"; }

    void write_source(SourceId source, std::string_view arrow, const Label& first)
    {
        written_.push_back(source);
        const auto place = places_.begin(first.span);
        out_ += std::string(gutter_, ' ') + paint_(Paint::frame, arrow) +
                fmt::format(" {}:{}:{}\n", escape_terminal(sources_[source].name()), place.line, place.column);
        out_ += paint_(Paint::frame, bar()) + '\n';
        std::map<std::uint32_t, std::vector<const Label*>> lines;
        for (const auto& label : diagnostic_.labels)
            if (label.span.source == source)
                lines[line_of(label)].push_back(&label);
        std::uint32_t previous = 0;
        for (auto& [number, labels] : lines) {
            if (previous != 0 && number == previous + 2)
                write_line(number - 1, plain_line(source, previous + 1));
            else if (previous != 0 && number > previous + 2)
                out_ += paint_(Paint::frame, "...") + '\n';
            write_marks(number, labels);
            previous = number;
        }
        out_ += paint_(Paint::frame, bar()) + '\n';
    }

    std::string plain_line(SourceId source, std::uint32_t number) const
    {
        const auto text = sources_[source].line(number);
        const auto begin = static_cast<std::uint32_t>(text.data() - sources_[source].text().data());
        return text.empty() ? std::string() : excerpt(sources_[source], {source, begin, begin}, number).text;
    }

    void write_line(std::uint32_t number, const std::string& text)
    {
        const auto head = fmt::format("{:>{}} |", number, gutter_);
        out_ += paint_(Paint::frame, head) + (text.empty() ? "" : " " + text) + '\n';
    }

    /// The line, then one row for each mark, so that no two texts share a row. A line that had to be cut is shown again
    /// for a mark that fell outside.
    void write_marks(std::uint32_t number, std::vector<const Label*>& labels)
    {
        std::stable_sort(labels.begin(), labels.end(),
                         [](const Label* left, const Label* right) { return left->span.begin < right->span.begin; });
        std::string shown;
        bool first = true;
        for (const auto* label : labels) {
            const auto part = excerpt(sources_[label->span.source], label->span, number);
            if (std::exchange(first, false) || part.text != shown)
                write_line(number, part.text);
            shown = part.text;
            const bool primary = label == &diagnostic_.labels.front();
            auto mark = std::string(part.mark_width, primary ? '^' : '-');
            if (!label->text.empty())
                mark += ' ' + escape_terminal(label->text);
            out_ += paint_(Paint::frame, bar()) + std::string(part.mark_begin + 1, ' ') +
                    paint_(primary ? Paint::primary : Paint::frame, mark) + '\n';
        }
    }

    void write_note(std::string_view name, std::string_view text)
    {
        const auto margin = std::string(gutter_, ' ') + " = ";
        out_ += paint_(Paint::frame, margin) + paint_(Paint::help, fmt::format("{}:", name));
        for (std::size_t begin = 0; begin <= text.size();) {
            const auto end = std::min(text.find('\n', begin), text.size());
            const auto indent = begin == 0 ? std::size_t{1} : margin.size() + name.size() + 2;
            out_ += std::string(indent, ' ') + escape_terminal(text.substr(begin, end - begin)) + '\n';
            begin = end + 1;
        }
    }

    const Diagnostic& diagnostic_;
    const SourceMap& sources_;
    Places& places_;
    const Painter& paint_;
    std::size_t gutter_ = 1;
    std::vector<SourceId> written_;
    std::string out_;
};

std::string counted(std::size_t count, std::string_view noun)
{
    return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

}  // namespace

std::string render_text(const Diagnostics& diagnostics, const SourceMap& sources, bool colours)
{
    const Painter paint(colours);
    Places places(sources);
    std::string out;
    for (const auto& one : diagnostics.all())
        out += (out.empty() ? "" : "\n") + Report(one, sources, places, paint).write();
    return out;
}

std::string summary(const Diagnostics& diagnostics)
{
    const auto& all = diagnostics.all();
    const auto errors = static_cast<std::size_t>(
        std::count_if(all.begin(), all.end(), [](const auto& one) { return one.severity == Severity::error; }));
    const auto warnings = all.size() - errors;
    if (errors == 0 && warnings == 0)
        return {};
    if (warnings == 0)
        return counted(errors, "error");
    return errors == 0 ? counted(warnings, "warning") : counted(errors, "error") + ", " + counted(warnings, "warning");
}

}  // namespace hivemend::lang
