// A target as it would be after changes: later statements of a plan see what earlier ones would have done.
#pragma once

#include <map>
#include <memory>

#include "runtime/engine/target/target.hpp"

namespace hivemend::engine {

class Overlay final : public Target {
public:
    explicit Overlay(const Target& base);
    ~Overlay() override;

    /// Takes changes over in memory; the base is never touched.
    void take(const Changes& changes);
    /// The net difference between this and the base, object by object, in the order of first touch.
    Changes net() const;

    std::string name() const override { return base_.name(); }
    std::string kind() const override { return base_.kind(); }
    const Registry& registry() const override;
    const BootStore& boot() const override;
    const Files& files() const override { return base_.files(); }  // no statement changes files yet
    std::string windows_directory() const override { return base_.windows_directory(); }
    std::optional<int> generation() const override { return base_.generation(); }
    std::optional<lang::Value> supplied(std::string_view fact) const override { return base_.supplied(fact); }
    Answer<windows::BcdDevice> partition(std::string_view volume) const override { return base_.partition(volume); }
    std::optional<std::string> obstacle(const Change& change) const override { return base_.obstacle(change); }
    std::vector<ObjectRead> objects_read() const override { return base_.objects_read(); }
    std::vector<std::string> notes() const override { return base_.notes(); }

private:
    /// Whether what a change of values is about is as in the base, after all changes.
    bool as_in_base(const Change& change) const;

    const Target& base_;
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace hivemend::engine
