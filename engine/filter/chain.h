/// Filters in order, prepared for one kind of picture: every size, format and pass is settled before a frame comes.
///
/// Errors   use: NotFound with the nearest id; InvalidArgument for parameters. prepare: what a filter says when its
///          parameters do not fit the picture, with the filter's place and id in front.
/// Owner    values; they refer to definitions, which live for the whole program.
/// Thread   any.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "engine/filter/definition.h"

namespace fotograma::filter {

/// One use of a filter or measure, its parameters checked and complete.
struct Use {
    const Definition* definition = nullptr;
    Values values;
};

/// Looks the operation up and validates `parameters` (an object, or null for all defaults).
base::Result<Use> use(api::OperationKind kind, std::string_view id, const api::Json& parameters);

/// One filter of a chain, settled.
struct Step {
    Use use;
    frame::PictureSpec input;
    PreparedFilter prepared;
};

class Chain {
public:
    static base::Result<Chain> prepare(std::span<const Use> filters, const frame::PictureSpec& input);

    [[nodiscard]] const frame::PictureSpec& input() const noexcept { return m_input; }
    [[nodiscard]] const frame::PictureSpec& output() const noexcept { return m_output; }
    /// Filters that do something with these parameters; the others are left out.
    [[nodiscard]] std::span<const Step> steps() const noexcept { return m_steps; }
    [[nodiscard]] bool isEmpty() const noexcept { return m_steps.empty(); }
    /// How many frames later a frame comes out: the sum of the temporal passes' reach forward. A Steering may take longer.
    [[nodiscard]] int delayFrames() const noexcept { return m_delayFrames; }
    /// Frames out per frame in, as far as the filters know beforehand.
    [[nodiscard]] double rateFactor() const noexcept { return m_rateFactor; }

private:
    frame::PictureSpec m_input;
    frame::PictureSpec m_output;
    std::vector<Step> m_steps;
    int m_delayFrames = 0;
    double m_rateFactor = 1.0;
};

}  // namespace fotograma::filter
