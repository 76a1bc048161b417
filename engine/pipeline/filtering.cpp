#include "engine/pipeline/filtering.h"

#include <algorithm>
#include <cmath>
#include <span>

#include "engine/base/text.h"

namespace fotograma::pipeline {

using api::Json;
using base::Result;
using base::Status;
using recipe::MeasurePoint;

namespace {

constexpr int kUnspecified = 2;  // ITU-T H.273, table 4

/// Failures of the machine, as against those of the request: another device may still do the work.
bool isOfDevice(const base::Error& error) {
    return error.code == base::ErrorCode::ResourceExhausted || error.code == base::ErrorCode::NoDevice;
}

Json columnsOf(const filter::Definition& definition) {
    Json columns = Json::array();
    columns.append("index").append("time");
    for (const api::ValueInfo& value : definition.info.values)
        if (value.scope == api::ValueScope::Frame) columns.append(value.id);
    return columns;
}

Json rowOf(const filter::Definition& definition, const filter::Measured& measured) {
    Json row = Json::array();
    row.append(measured.moment.index).append(measured.moment.timeSeconds);
    std::size_t at = 0;
    for (const api::ValueInfo& value : definition.info.values) {
        const std::size_t numbers = filter::numbersOf(value);
        if (numbers == 1) row.append(measured.values[at]);
        if (numbers == 2) {
            const double high = measured.values[at];
            row.append(std::isnan(high) ? Json() : filter::hashText(filter::hashOf(high, measured.values[at + 1])));
        }
        at += numbers;
    }
    return row;
}

}  // namespace

/// Remembers whose failure an error is while passing it on.
template <class T>
Result<T> Filtering::noted(Result<T> result) {
    if (!result) m_isDeviceFailure = isOfDevice(result.error());
    return result;
}

Result<Filtering::Segment> Filtering::makeSegment(std::span<const filter::Use> filters, const frame::PictureSpec& input,
                                                  MeasurePoint point, int output) {
    Segment segment;
    FOTOGRAMA_ASSIGN_OR_RETURN(filter::Chain chain, filter::Chain::prepare(filters, input));
    segment.output = chain.output();
    segment.rateFactor = chain.rateFactor();
    if (!chain.isEmpty()) {
        FOTOGRAMA_ASSIGN_OR_RETURN(segment.chain, filter::ChainRunner::create(std::move(chain), *m_queue));
    }
    std::vector<filter::Use> uses;
    for (const MeasurePlan& measure : m_plan->measures) {
        if (measure.use.at != point || measure.use.output != output) continue;
        segment.meters.push_back({&measure, {}});
        uses.push_back(measure.operation);
    }
    if (!uses.empty()) {
        FOTOGRAMA_ASSIGN_OR_RETURN(segment.set, filter::MeasureSet::create(uses, segment.output, *m_queue));
    }
    return segment;
}

Status Filtering::settle(const frame::PictureSpec& spec) {
    m_outputs.clear();
    FOTOGRAMA_ASSIGN_OR_RETURN(m_turned, makeSegment(m_plan->turn, spec, MeasurePoint::Source, -1));
    FOTOGRAMA_ASSIGN_OR_RETURN(m_shared, makeSegment(m_plan->filters, m_turned.output, MeasurePoint::Filtered, -1));
    for (std::size_t i = 0; i < m_plan->outputs.size(); ++i) {
        m_outputs.emplace_back();
        if (m_plan->outputs[i].isCopy) continue;
        FOTOGRAMA_ASSIGN_OR_RETURN(m_outputs.back(), makeSegment(m_plan->outputs[i].filters, m_shared.output,
                                                                 MeasurePoint::Output, static_cast<int>(i)));
    }
    return {};
}

/// Players take a picture that states no matrix for BT.709 or BT.601 by its height.
bool Filtering::changesImpliedMatrix(const frame::PictureSpec& spec) const {
    if (spec.color.matrix != kUnspecified || spec.format.model != frame::ColorModel::Yuv) return false;
    const int implied = frame::effectiveMatrix(spec.color, spec.height);
    const auto differs = [&](const Segment& segment) {
        return frame::effectiveMatrix(segment.output.color, segment.output.height) != implied;
    };
    return differs(m_turned) || differs(m_shared) ||
           std::ranges::any_of(m_outputs, [&](const auto& output) { return output && differs(*output); });
}

/// Settles all chains. If some output's size would make players guess other colours, the guess is stated from the start.
Status Filtering::prepare(const frame::PictureSpec& spec) {
    FOTOGRAMA_RETURN_IF_ERROR(settle(spec));
    if (changesImpliedMatrix(spec)) {
        frame::PictureSpec stated = spec;
        stated.color.matrix = m_statedMatrix = frame::effectiveMatrix(spec.color, spec.height);
        FOTOGRAMA_RETURN_IF_ERROR(settle(stated));
    }
    m_source = m_turned.output;
    return {};
}

/// One frame, or without one the end, past a segment's measures.
Status Filtering::measure(Segment& segment, const frame::Frame* frame) {
    if (!segment.set) return {};
    FOTOGRAMA_RETURN_IF_ERROR(frame != nullptr ? segment.set->push(*frame) : segment.set->flush());
    for (std::size_t i = 0; i < segment.meters.size(); ++i) {
        Meter& meter = segment.meters[i];
        if (!meter.plan->use.perFrame) continue;
        const auto ready = segment.set->ready(i);
        meter.rows.insert(meter.rows.end(), ready.begin(), ready.end());
    }
    return {};
}

/// One frame, or the end, through a segment: what comes out has been measured.
Result<std::vector<frame::Frame>> Filtering::through(Segment& segment, std::optional<frame::Frame> frame) {
    std::vector<frame::Frame> ready;
    if (segment.chain) {
        FOTOGRAMA_ASSIGN_OR_RETURN(ready, frame ? segment.chain->push(std::move(*frame)) : segment.chain->flush());
    } else if (frame) {
        ready.push_back(std::move(*frame));
    }
    for (const frame::Frame& made : ready) FOTOGRAMA_RETURN_IF_ERROR(measure(segment, &made));
    return ready;
}

/// A finished frame to its encoder: at once where it stays in its memory, else its way to the host begins.
Status Filtering::handOn(std::size_t output, const frame::Frame& frame, std::vector<Filtered>& out) {
    const bool stays = output < m_stays.size() && m_stays[output] && m_stays[output]();
    if (stays || frame::isHost(frame.info().device)) {
        out.push_back({output, frame});
        return {};
    }
    FOTOGRAMA_ASSIGN_OR_RETURN(device::Download download, m_queue->startDownload(frame));
    m_leaving.push_back({output, std::move(download)});
    return {};
}

/// Gives out what has come to the host, the oldest first, until at most so many are still on their way.
Status Filtering::deliver(std::size_t most, std::vector<Filtered>& out) {
    while (m_leaving.size() > most) {
        FOTOGRAMA_ASSIGN_OR_RETURN(frame::Frame host, m_leaving.front().download());
        out.push_back({m_leaving.front().output, std::move(host)});
        m_leaving.pop_front();
    }
    return {};
}

/// Frames of the shared chain to every output's own.
Status Filtering::branch(const std::vector<frame::Frame>& frames, bool isEnd, std::vector<Filtered>& out) {
    for (std::size_t i = 0; i < m_outputs.size(); ++i) {
        if (!m_outputs[i]) continue;
        std::vector<frame::Frame> ready;
        const auto take = [&](std::optional<frame::Frame> frame) -> Status {
            FOTOGRAMA_ASSIGN_OR_RETURN(std::vector<frame::Frame> made, through(*m_outputs[i], std::move(frame)));
            ready.insert(ready.end(), made.begin(), made.end());
            return {};
        };
        for (const frame::Frame& frame : frames) FOTOGRAMA_RETURN_IF_ERROR(take(frame));
        if (isEnd) {
            FOTOGRAMA_RETURN_IF_ERROR(take(std::nullopt));
            FOTOGRAMA_RETURN_IF_ERROR(measure(*m_outputs[i], nullptr));
        }
        for (const frame::Frame& frame : ready) FOTOGRAMA_RETURN_IF_ERROR(handOn(i, frame, out));
    }
    return {};
}

/// Moves one frame, or the end of them, through all segments.
Result<std::vector<Filtered>> Filtering::advance(std::optional<frame::Frame> frame) {
    const bool isEnd = !frame.has_value();
    std::vector<Filtered> out;
    std::vector<frame::Frame> shared;
    const auto share = [&](std::optional<frame::Frame> turned) -> Status {
        FOTOGRAMA_ASSIGN_OR_RETURN(std::vector<frame::Frame> made, through(m_shared, std::move(turned)));
        shared.insert(shared.end(), made.begin(), made.end());
        return {};
    };
    FOTOGRAMA_ASSIGN_OR_RETURN(const std::vector<frame::Frame> turned, through(m_turned, std::move(frame)));
    for (const frame::Frame& made : turned) FOTOGRAMA_RETURN_IF_ERROR(share(made));
    if (isEnd) {
        FOTOGRAMA_RETURN_IF_ERROR(measure(m_turned, nullptr));
        FOTOGRAMA_RETURN_IF_ERROR(share(std::nullopt));
        FOTOGRAMA_RETURN_IF_ERROR(measure(m_shared, nullptr));
    }
    FOTOGRAMA_RETURN_IF_ERROR(branch(shared, isEnd, out));
    // One frame an output stays under way: it travels while the next one is computed.
    FOTOGRAMA_RETURN_IF_ERROR(deliver(isEnd || m_isNarrow ? 0 : m_outputs.size(), out));
    if (m_isNarrow) FOTOGRAMA_RETURN_IF_ERROR(m_queue->synchronize());
    return out;
}

Result<std::vector<Filtered>> Filtering::push(frame::Frame frame) {
    if (!m_source) FOTOGRAMA_RETURN_IF_ERROR(noted(prepare(frame.spec())));
    if (m_statedMatrix != 0) {
        frame::FrameInfo info = frame.info();
        info.spec.color.matrix = m_statedMatrix;
        frame = frame.withInfo(std::move(info));
    }
    if (frame.info().device != m_queue->device()) {
        auto uploaded = noted(m_queue->upload(frame));
        if (!uploaded) return std::unexpected(uploaded.error());
        frame = std::move(*uploaded);
    }
    return noted(advance(std::move(frame)));
}

Result<std::vector<Filtered>> Filtering::flush() {
    if (!m_source) return std::vector<Filtered>();
    auto rest = noted(advance(std::nullopt));
    if (!rest) return rest;
    FOTOGRAMA_RETURN_IF_ERROR(noted(m_queue->synchronize()));
    return rest;
}

std::optional<frame::PictureSpec> Filtering::outputSpec(std::size_t output) const {
    if (output >= m_outputs.size() || !m_outputs[output]) return std::nullopt;
    return m_outputs[output]->output;
}

double Filtering::rateFactor(std::size_t output) const {
    return m_shared.rateFactor * (m_outputs[output] ? m_outputs[output]->rateFactor : 1.0);
}

std::vector<api::PassInfo> Filtering::passes() const {
    std::vector<api::PassInfo> passes;
    const auto add = [&](const Segment& segment, const std::string& part) {
        if (!segment.chain) return;
        for (api::PassInfo pass : segment.chain->passes()) {
            pass.part = part;
            passes.push_back(std::move(pass));
        }
    };
    add(m_turned, "turn");
    add(m_shared, "filters");
    for (std::size_t i = 0; i < m_outputs.size(); ++i)
        if (m_outputs[i]) add(*m_outputs[i], base::concat("output ", i + 1));
    return passes;
}

Json Filtering::measures() const {
    Json summaries = Json::object();
    const auto add = [&](const Segment& segment) {
        for (std::size_t i = 0; i < segment.meters.size(); ++i)
            summaries.set(recipe::reportKey(segment.meters[i].plan->use), segment.set->summary(i));
    };
    add(m_turned);
    add(m_shared);
    for (const auto& output : m_outputs)
        if (output) add(*output);
    return summaries;
}

Json Filtering::rows() const {
    Json tables = Json::object();
    const auto add = [&](const Segment& segment) {
        for (const Meter& meter : segment.meters) {
            if (!meter.plan->use.perFrame) continue;
            Json rows = Json::array();
            const filter::Definition& definition = *meter.plan->operation.definition;
            for (const filter::Measured& measured : meter.rows) rows.append(rowOf(definition, measured));
            Json table = Json::object();
            table.set("columns", columnsOf(definition)).set("rows", std::move(rows));
            tables.set(recipe::reportKey(meter.plan->use), std::move(table));
        }
    };
    add(m_turned);
    add(m_shared);
    for (const auto& output : m_outputs)
        if (output) add(*output);
    return tables.members().empty() ? Json() : tables;
}

}  // namespace fotograma::pipeline
