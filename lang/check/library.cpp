// The standard library: from texts to declarations and checked procedures.
#include "lang/check/library.hpp"

#include <utility>

#include "lang/check/consequences.hpp"
#include "lang/check/declarations.hpp"
#include "lang/check/declared.hpp"
#include "lang/check/library_files.hpp"
#include "lang/check/playbook.hpp"
#include "lang/check/statements.hpp"
#include "lang/source/embedded.hpp"
#include "lang/syntax/parse.hpp"

namespace hivemend::lang {

Library::Library() : content_{std::make_unique<Content>()} {}
Library::~Library() = default;
Library::Library(Library&&) noexcept = default;
Library& Library::operator=(Library&&) noexcept = default;

const Declarations& Library::declarations() const
{
    return content_->declarations;
}

namespace rules {
namespace {

bool is_procedure(const syntax::Item& item)
{
    const auto* phrase = std::get_if<syntax::Phrase>(&item.node);
    return phrase != nullptr && !phrase->words.empty() && phrase->words.front().text() == "procedure";
}

/// What stands in a file of the library and declares nothing.
void reject_statements(Checker& checker, const syntax::File& file)
{
    for (const auto& item : file.items) {
        const auto* phrase = std::get_if<syntax::Phrase>(&item.node);
        const std::string word = phrase == nullptr || phrase->words.empty() ? "" : phrase->words.front().text();
        const bool declares = word == "enum" || word == "object" || word == "element" || word == "fact" ||
                              word == "primitive" || word == "procedure";
        if (!declares && !std::holds_alternative<syntax::Broken>(item.node))
            checker.diagnostics
                .add(diag::misplaced, head_of(checker, item), std::string{"this"},
                     std::string{"in the standard library"})
                .hint("a file of the library holds declarations");
    }
}

}  // namespace

Library library_of(const std::vector<LibraryFile>& files, const SourceMap& sources, Diagnostics& diagnostics)
{
    Library library;
    Library::Content& content = library.content();
    Checker checker{content, sources, diagnostics};
    std::vector<syntax::File> trees;
    for (const auto& file : files)
        trees.push_back(syntax::parse(sources, file.source, diagnostics));
    for (const auto& tree : trees)
        for (const auto& item : tree.items)
            declare_names(checker, item, content.declarations);
    checker.enums = content.declarations.enums;
    for (const auto& tree : trees) {
        reject_statements(checker, tree);
        for (const auto& item : tree.items)
            declare_signatures(checker, item, content.declarations);
    }
    check_verbs(checker);
    for (const auto& tree : trees)
        for (const auto& item : tree.items)
            if (is_procedure(item))
                declare_procedure(checker, item);
    for (const auto& [name, entry] : checker.procedures)
        if (entry.state == ProcedureEntry::State::unchecked)
            procedure_named(checker, name, entry.declared);
    content.procedures = std::move(checker.lowered);
    content.asking.resize(content.procedures.size());
    for (auto& [name, entry] : checker.procedures) {
        for (const auto& file : files)
            if (file.source == entry.declared.source)
                content.modules[file.module].emplace(name, entry.index);
        content.asking[entry.index] = std::move(entry.asking);
    }
    advise(diagnostics);
    return library;
}

}  // namespace rules

Library load_library(SourceMap& sources, Diagnostics& diagnostics)
{
    constexpr std::string_view folder = "stdlib/";
    constexpr std::string_view ending = ".mend";
    std::vector<rules::LibraryFile> files;
    for (const auto& file : embedded_files()) {
        if (!file.path.starts_with(folder) || !file.path.ends_with(ending))
            continue;
        const std::string stem{file.path.substr(folder.size(), file.path.size() - folder.size() - ending.size())};
        files.push_back({"std." + stem, sources.add("std/" + stem + ".mend", std::string{file.text})});
    }
    return rules::library_of(files, sources, diagnostics);
}

}  // namespace hivemend::lang
