// Evaluating the parts of a statement.
#include "runtime/engine/plan/act.hpp"

#include <fmt/format.h>

namespace hivemend::engine {
namespace {

std::string subject_text(const lang::Value& subject)
{
    if (const auto* object = subject.get_if<lang::BootObject>())
        return object->name.empty() || object->name == "default" ? lang::to_text(*object->id) : object->name;
    if (const auto* key = subject.get_if<lang::RegKey>())
        return '"' + key->text + '"';
    return lang::to_text(subject);
}

std::variant<CallSetting, Obstacle> setting_of(const lang::Setting& setting, Evaluator& evaluator, const Frame& frame)
{
    CallSetting result{setting.name, setting.element, std::nullopt};
    if (setting.name_expr) {
        auto name = settled(evaluator.evaluate(*setting.name_expr, frame));
        if (auto* obstacle = std::get_if<Obstacle>(&name))
            return *obstacle;
        result.name = lang::interpolated(std::get<lang::Value>(name));
    }
    if (setting.value) {
        auto value = settled(evaluator.evaluate(*setting.value, frame));
        if (auto* obstacle = std::get_if<Obstacle>(&value))
            return *obstacle;
        result.value = std::get<lang::Value>(std::move(value));
    }
    return result;
}

/// Names interpolated into one block may turn out to be the same, which the checker could not see.
std::optional<Obstacle> written_twice(const std::vector<CallSetting>& settings)
{
    for (std::size_t one = 0; one < settings.size(); ++one)
        for (std::size_t other = 0; other < one; ++other)
            if (lang::equal_without_case(settings[one].name, settings[other].name) &&
                settings[one].element == settings[other].element)
                return Obstacle{Outcome::refused,
                                fmt::format("`{}` is written twice in its block", settings[one].name)};
    return std::nullopt;
}

}  // namespace

std::variant<ReadyAct, Obstacle> ready(const lang::Act& act, Evaluator& evaluator, const Frame& frame,
                                       std::string& what)
{
    ReadyAct result{find_primitive(act.verb), {}};
    if (act.subject) {
        auto subject = settled(evaluator.evaluate(*act.subject, frame));
        if (auto* value = std::get_if<lang::Value>(&subject)) {
            what = act.verb + " " + subject_text(*value);
            result.parts.subject = std::move(*value);
        } else if (result.primitive != nullptr) {
            return std::get<Obstacle>(subject);
        }
    }
    if (result.primitive == nullptr)
        return Obstacle{Outcome::refused, fmt::format("this build has no `{}`", act.verb)};
    for (const auto& setting : act.settings) {
        auto one = setting_of(setting, evaluator, frame);
        if (auto* obstacle = std::get_if<Obstacle>(&one))
            return *obstacle;
        result.parts.settings.push_back(std::get<CallSetting>(std::move(one)));
    }
    if (auto twice = written_twice(result.parts.settings))
        return *twice;
    for (const auto& argument : act.arguments) {
        const auto evaluated = evaluator.evaluate(argument.value, frame);
        if (std::holds_alternative<Absent>(evaluated))
            continue;  // only an optional parameter takes what may be absent
        auto value = settled(evaluated);
        if (auto* obstacle = std::get_if<Obstacle>(&value))
            return *obstacle;
        result.parts.arguments.emplace(argument.name, std::get<lang::Value>(std::move(value)));
    }
    return result;
}

}  // namespace hivemend::engine
