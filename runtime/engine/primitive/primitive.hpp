// Primitives: the built-in statements. One file each; it can only propose changes, because it has nothing to write
// with.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "lang/types/signature.hpp"
#include "runtime/engine/plan/change.hpp"
#include "runtime/engine/plan/originals.hpp"
#include "runtime/engine/target/target.hpp"

namespace hivemend::engine {

/// One line of a settings block with its value known.
struct CallSetting {
    std::string name;
    std::optional<std::uint32_t> element;
    std::optional<lang::Value> value;
};

/// What a statement says, with everything known: names resolved, facts read, `default` settled.
struct CallParts {
    std::string place{};  // of the statement: `playbook 0.2/ControlSet001.1`
    std::optional<lang::Value> subject{};
    std::vector<CallSetting> settings{};
    std::map<std::string, lang::Value, std::less<>> arguments{};  // those that are not absent
};

class Call {
public:
    /// `originals` and `declarations` must outlive it.
    Call(CallParts parts, const Originals& originals, const lang::Declarations& declarations)
        : parts_(std::move(parts)), originals_(originals), declarations_(declarations)
    {}

    const std::string& place() const { return parts_.place; }
    template <class T>
    const T& subject() const
    {
        return parts_.subject->get<T>();
    }
    /// Name and value of each setting, in the order of the text.
    template <class T>
    std::vector<std::pair<std::string, T>> settings() const
    {
        std::vector<std::pair<std::string, T>> result;
        for (const auto& setting : parts_.settings)
            result.emplace_back(setting.name, setting.value->get<T>());
        return result;
    }
    std::span<const CallSetting> settings() const { return parts_.settings; }
    /// A named parameter, `find = "x"`; nothing when an optional one is absent.
    template <class T>
    std::optional<T> argument(std::string_view name) const
    {
        const auto found = parts_.arguments.find(name);
        return found == parts_.arguments.end() ? std::nullopt : std::optional(found->second.get<T>());
    }
    /// What the run knows of settings before it.
    const Originals& originals() const { return originals_; }
    const lang::Declarations& declarations() const { return declarations_; }

private:
    CallParts parts_;
    const Originals& originals_;
    const lang::Declarations& declarations_;
};

/// The step cannot be done safely; a sentence says what stands in the way.
struct Refused {
    std::string why;
};
/// What it is about is not there, so there is nothing to do.
struct NotNeeded {
    std::string why;
};
/// Changes, and a sentence for each setting that is left out of them.
struct Partly {
    Changes changes;
    std::vector<std::string> left;
};
using Proposal = std::variant<Changes, Partly, Refused, NotNeeded>;

/// How a primitive touches a setting. What gives back is not remembered as the run's first touch of it; what goes on
/// from the data that is there lets the effect of an earlier step remain.
enum class Touch { writes, builds_on, gives_back };

/// Registers itself; the name is the verb of its declaration in stdlib/.
struct Primitive {
    using Plan = Proposal (*)(const Call&, const Target&);
    std::string_view verb;
    Plan plan;
    Touch touch;
    Primitive(std::string_view verb, Plan plan, Touch touch = Touch::writes);
};

/// All primitives of this build, ordered by verb.
std::span<const Primitive* const> primitives();
const Primitive* find_primitive(std::string_view verb);

}  // namespace hivemend::engine
