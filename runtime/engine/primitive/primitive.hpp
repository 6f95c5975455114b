// Primitives: the built-in statements. One file each; it can only propose changes, because it has nothing to write
// with.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "lang/types/signature.hpp"
#include "runtime/engine/plan/change.hpp"
#include "runtime/engine/target/target.hpp"

namespace hivemend::engine {

/// One line of a settings block with its value known.
struct CallSetting {
    std::string name;
    std::optional<std::uint32_t> element;
    std::optional<lang::Value> value;
};

/// A statement with everything known: names resolved, facts read, `default` settled.
class Call {
public:
    Call(std::optional<lang::Value> subject, std::vector<CallSetting> settings, const lang::Declarations& declarations)
        : subject_(std::move(subject)), settings_(std::move(settings)), declarations_(declarations)
    {}

    template <class T>
    const T& subject() const
    {
        return subject_->get<T>();
    }
    /// Name and value of each setting, in the order of the text.
    template <class T>
    std::vector<std::pair<std::string, T>> settings() const
    {
        std::vector<std::pair<std::string, T>> result;
        for (const auto& setting : settings_)
            result.emplace_back(setting.name, setting.value->get<T>());
        return result;
    }
    std::span<const CallSetting> settings() const { return settings_; }
    const lang::Declarations& declarations() const { return declarations_; }

private:
    std::optional<lang::Value> subject_;
    std::vector<CallSetting> settings_;
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
using Proposal = std::variant<Changes, Refused, NotNeeded>;

/// Registers itself; the name is the verb of its declaration in stdlib/.
struct Primitive {
    using Plan = Proposal (*)(const Call&, const Target&);
    std::string_view verb;
    Plan plan;
    Primitive(std::string_view verb, Plan plan);
};

/// All primitives of this build, ordered by verb.
std::span<const Primitive* const> primitives();
const Primitive* find_primitive(std::string_view verb);

}  // namespace hivemend::engine
