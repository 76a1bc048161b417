#include "engine/pipeline/runner.h"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>

#include "engine/base/bounded_queue.h"
#include "engine/base/log_context.h"
#include "engine/base/platform.h"

namespace fotograma::pipeline {

using base::BoundedQueue;
using base::Status;
using telemetry::BusyScope;

namespace {

constexpr std::int64_t kQueueBytes = 48 << 20;  // between two stages: frames of 8K fill it with two
constexpr std::size_t kPacketsAhead = 64;

std::unexpected<base::Error> cancelled() { return base::fail(base::ErrorCode::Cancelled, "stopped on request"); }

/// Two to eight frames, fewer the larger they are.
std::size_t queueCapacity(const media::Demuxer& demuxer) {
    const media::VideoFacts& facts = *demuxer.info().video()->video;
    const std::int64_t sampleBytes = facts.bits > 8 ? 2 : 1;
    const std::int64_t frameBytes = std::int64_t{facts.width} * facts.height * sampleBytes * 3 / 2;
    return static_cast<std::size_t>(
        std::clamp<std::int64_t>(kQueueBytes / std::max<std::int64_t>(frameBytes, 1), 2, 8));
}

base::Result<Pulled> pull(Stages& stages, Progress& progress) {
    progress.waitWhilePaused();
    const BusyScope busy(*stages.sourceMeter);
    auto pulled = stages.source->step();
    if (!pulled) return pulled;
    for (std::size_t i = 0; i < pulled->frames.size(); ++i) progress.frameDecoded();
    return pulled;
}

Status encode(Stages& stages, Progress& progress, std::size_t output, const frame::Frame& frame) {
    {
        const BusyScope busy(*stages.encodeMeters[output]);
        FOTOGRAMA_RETURN_IF_ERROR(stages.encoders[output]->push(frame, stages.filtering->rateFactor(output)));
    }
    progress.reached(stages.encodeBranches[output], frame.info().timeSeconds());
    return {};
}

Status carry(Stages& stages, Progress& progress, const media::Packet& packet) {
    {
        const BusyScope busy(*stages.trackMeter);
        FOTOGRAMA_RETURN_IF_ERROR(stages.tracks->push(packet));
    }
    if (stages.filtering == nullptr && stages.wholeBranch) progress.reached(*stages.wholeBranch, packet.endSeconds());
    return {};
}

/// One frame, or the end, through the filters.
base::Result<std::vector<Filtered>> filtered(Stages& stages, Progress& progress, std::optional<frame::Frame> frame) {
    const BusyScope busy(*stages.filterMeter);
    if (!frame) return stages.filtering->flush();
    const double time = frame->info().timeSeconds();
    auto made = stages.filtering->push(std::move(*frame));
    if (stages.wholeBranch) progress.reached(*stages.wholeBranch, time);
    return made;
}

Status finishEncoding(Stages& stages, std::size_t output, const std::stop_token& stop) {
    const BusyScope busy(*stages.encodeMeters[output]);
    return stages.encoders[output]->finish(stop);
}

// ---- Inline ------------------------------------------------------------------------------------------------------

Status filterAndEncode(Stages& stages, Progress& progress, std::optional<frame::Frame> frame,
                       const std::stop_token& stop) {
    FOTOGRAMA_ASSIGN_OR_RETURN(const std::vector<Filtered> made, filtered(stages, progress, std::move(frame)));
    for (const Filtered& ready : made) {
        if (stop.stop_requested()) return cancelled();
        FOTOGRAMA_RETURN_IF_ERROR(encode(stages, progress, ready.output, ready.frame));
    }
    return {};
}

Status finishInline(Stages& stages, Progress& progress, const std::stop_token& stop) {
    if (stages.filtering != nullptr) FOTOGRAMA_RETURN_IF_ERROR(filterAndEncode(stages, progress, std::nullopt, stop));
    FOTOGRAMA_RETURN_IF_ERROR(stages.tracks->finish());
    for (std::size_t output = 0; output < stages.encoders.size(); ++output)
        if (stages.encoders[output] != nullptr) FOTOGRAMA_RETURN_IF_ERROR(finishEncoding(stages, output, stop));
    return stop.stop_requested() ? Status(cancelled()) : Status();
}

// ---- Threaded ----------------------------------------------------------------------------------------------------

/// The threads of one job and what joins them. A failure anywhere closes every queue: all threads run out.
class Crew {
public:
    Crew(Stages& stages, Progress& progress, const std::stop_token& stop)
        : m_stages(stages),
          m_progress(progress),
          m_stop(stop),
          m_capacity(queueCapacity(stages.source->demuxer())),
          m_frames(m_capacity),
          m_packets(kPacketsAhead) {
        for (std::size_t i = 0; i < stages.encoders.size(); ++i)
            m_filtered.push_back(std::make_unique<BoundedQueue<frame::Frame>>(m_capacity));
    }

    Status run() {
        const std::stop_callback onStop(m_stop, [this] { halt(cancelled().error()); });
        start("fg-source", [this] { return source(); });
        start("fg-tracks", [this] { return tracks(); });
        if (m_stages.filtering != nullptr) start("fg-filter", [this] { return filter(); });
        for (std::size_t i = 0; i < m_stages.encoders.size(); ++i)
            if (m_stages.encoders[i] != nullptr) start("fg-encode", [this, i] { return encodeAll(i); });
        wait();
        m_threads.clear();  // joins
        const std::lock_guard lock(m_mutex);
        return m_failure ? Status(std::unexpected(*m_failure)) : Status();
    }

private:
    template <class Body>
    void start(const char* name, Body body) {
        {
            const std::lock_guard lock(m_mutex);
            ++m_running;
        }
        m_threads.emplace_back([this, name, body, context = base::logContext()] {
            base::setThreadName(name);
            const base::LogScope scope(context);
            if (Status status = body(); !status) halt(status.error());
            const std::lock_guard lock(m_mutex);
            --m_running;
            m_changed.notify_all();
        });
    }

    /// Notes the first cause and lets all queues go.
    void halt(const base::Error& cause) {
        {
            const std::lock_guard lock(m_mutex);
            if (!m_failure) m_failure = cause;
        }
        m_halt.request_stop();
        m_frames.abort();
        m_packets.abort();
        for (const auto& queue : m_filtered) queue->abort();
    }

    /// Until all threads have run out, telling progress meanwhile.
    void wait() {
        std::unique_lock lock(m_mutex);
        while (m_running > 0) {
            m_changed.wait_for(lock, std::chrono::milliseconds(50));
            lock.unlock();  // observers are called with no lock held
            m_progress.tell(Progress::When::IfDue);
            lock.lock();
        }
    }

    Status source() {
        bool isEnd = false;
        while (!isEnd && !m_halt.stop_requested()) {
            FOTOGRAMA_ASSIGN_OR_RETURN(Pulled pulled, pull(m_stages, m_progress));
            isEnd = pulled.isEnd;
            if (pulled.packet && !m_packets.push(std::move(*pulled.packet))) return {};
            for (frame::Frame& frame : pulled.frames)
                if (!m_frames.push(std::move(frame))) return {};
        }
        m_frames.close();
        m_packets.close();
        return {};
    }

    Status tracks() {
        while (std::optional<media::Packet> packet = m_packets.pop()) {
            FOTOGRAMA_RETURN_IF_ERROR(carry(m_stages, m_progress, *packet));
        }
        if (m_halt.stop_requested()) return {};
        const BusyScope busy(*m_stages.trackMeter);
        return m_stages.tracks->finish();
    }

    Status filter() {
        while (std::optional<frame::Frame> frame = m_frames.pop()) FOTOGRAMA_RETURN_IF_ERROR(handOn(std::move(frame)));
        if (!m_halt.stop_requested()) FOTOGRAMA_RETURN_IF_ERROR(handOn(std::nullopt));
        for (const auto& queue : m_filtered) queue->close();
        return {};
    }

    Status handOn(std::optional<frame::Frame> frame) {
        FOTOGRAMA_ASSIGN_OR_RETURN(std::vector<Filtered> made, filtered(m_stages, m_progress, std::move(frame)));
        for (Filtered& ready : made)
            if (!m_filtered[ready.output]->push(std::move(ready.frame))) return {};
        return {};
    }

    Status encodeAll(std::size_t output) {
        Status status = encodeToTheEnd(output);
        if (m_halt.stop_requested()) m_stages.encoders[output]->abandon();
        return status;
    }

    Status encodeToTheEnd(std::size_t output) {
        while (std::optional<frame::Frame> frame = m_filtered[output]->pop())
            FOTOGRAMA_RETURN_IF_ERROR(encode(m_stages, m_progress, output, *frame));
        if (m_halt.stop_requested()) return {};
        return finishEncoding(m_stages, output, m_halt.get_token());
    }

    Stages& m_stages;
    Progress& m_progress;
    std::stop_token m_stop;
    std::stop_source m_halt;  ///< Asked to stop, or failed: nothing new is begun.
    std::size_t m_capacity;
    BoundedQueue<frame::Frame> m_frames;
    BoundedQueue<media::Packet> m_packets;
    std::vector<std::unique_ptr<BoundedQueue<frame::Frame>>> m_filtered;  ///< By output.
    std::mutex m_mutex;                                                   ///< Protects m_running, m_failure.
    std::condition_variable m_changed;
    int m_running = 0;
    std::optional<base::Error> m_failure;
    std::vector<std::jthread> m_threads;
};

}  // namespace

Status runInline(Stages& stages, Progress& progress, const std::stop_token& stop) {
    while (true) {
        if (stop.stop_requested()) return cancelled();
        FOTOGRAMA_ASSIGN_OR_RETURN(Pulled pulled, pull(stages, progress));
        if (pulled.packet) FOTOGRAMA_RETURN_IF_ERROR(carry(stages, progress, *pulled.packet));
        for (frame::Frame& frame : pulled.frames) {
            if (stop.stop_requested()) return cancelled();
            FOTOGRAMA_RETURN_IF_ERROR(filterAndEncode(stages, progress, std::move(frame), stop));
            progress.tell(Progress::When::IfDue);
        }
        progress.tell(Progress::When::IfDue);
        if (pulled.isEnd) return finishInline(stages, progress, stop);
    }
}

Status runThreaded(Stages& stages, Progress& progress, const std::stop_token& stop) {
    Crew crew(stages, progress, stop);
    return crew.run();
}

}  // namespace fotograma::pipeline
