#include <algorithm>

#include "engine/device/host_bands.h"
#include "engine/device/host_run_rows.h"
#include "engine/filter/row_sink.h"
#include "engine/filter/run_call.h"
#include "engine/filter/station.h"

namespace fotograma::filter {
namespace {

using device::Planes;

/// Rows that are taken at once: whole blocks of every subsampling, and they stay in the first-level cache.
constexpr int kRows = 16;

Planes planesOf(const auto& frame) {
    Planes planes;
    for (int i = 0; i < frame.planes(); ++i) {
        const frame::Plane& plane = frame.plane(i);
        planes[static_cast<std::size_t>(i)] = {plane.data, plane.pitchBytes, plane.width, plane.height};
    }
    return planes;
}

/// A variant whose rows go through a run while they are in the cache. Where each plane follows from itself, so does each
/// row; else the chroma planes are made first, and the rows of luma then take theirs in.
class RowStation final : public Station {
public:
    static base::Result<std::unique_ptr<Station>> create(PlannedPass variant, PlannedPass run, device::Queue& queue) {
        auto station = std::make_unique<RowStation>();
        station->m_variant = std::move(variant.variantReady);
        station->m_queue = &queue;
        FOTOGRAMA_ASSIGN_OR_RETURN(station->m_run, RunCall::create(*std::move(run.run), queue));
        const PointRun& made = station->m_run->run();
        FOTOGRAMA_ASSIGN_OR_RETURN(station->m_rows,
                                   device::HostRunRows::create(*queue.hostLoops(), made.args(), made.kernels()));
        frame::FrameInfo rows;
        rows.spec = variant.output;
        // One picture's chroma, and the few rows of luma that are on their way.
        FOTOGRAMA_ASSIGN_OR_RETURN(station->m_scaled, scaledFor(rows));
        return station;
    }

    base::Status push(frame::Frame frame, Frames& out) override {
        FOTOGRAMA_ASSIGN_OR_RETURN(frame::MutableFrame made, m_queue->allocate(m_run->infoOf(frame.info())));
        m_args = m_run->begin(frame.info());
        std::ranges::copy(planesOf(made), m_args.in);  // For the sizes.
        std::ranges::copy(planesOf(made), m_args.out);
        m_rows.start(m_args);
        for (int plane = made.planes() - 1; plane >= 0; --plane) FOTOGRAMA_RETURN_IF_ERROR(makePlane(frame, plane));
        out.push_back(std::move(made).freeze());
        return {};
    }
    base::Status flush(Frames&) override { return {}; }

private:
    base::Status makePlane(const frame::Frame& frame, int plane) {
        const frame::Plane& place = m_scaled->plane(plane);
        const bool isKept = plane > 0 && !m_rows.hasTables();
        const int held = isKept ? heldFor(place.height) : kRows;
        RowSink sink{place.data, place.pitchBytes, held, [&](int first, int end) {
                         // As if the whole plane were there: row `first` lies at the top.
                         pixel::PlaneRef& in = m_args.in[plane];
                         in = {place.data - first * place.pitchBytes, place.pitchBytes, place.width, place.height};
                         if (m_rows.hasTables()) {
                             m_rows.planeRows(m_args, plane, first, end);
                         } else if (!isKept) {
                             const int shift = m_args.chromaShiftY;
                             m_rows.rows(m_args, first >> shift, (end + (1 << shift) - 1) >> shift);
                         }
                     }};
        return dynamic_cast<GivesRows&>(*m_variant).runPlane(frame, plane, sink);
    }

    /// A power of two, so that a whole plane fits and no row comes back to where another lies.
    static int heldFor(int height) {
        int rows = kRows;
        while (rows < height) rows *= 2;
        return rows;
    }

    static base::Result<std::optional<frame::Frame>> scaledFor(const frame::FrameInfo& info) {
        FOTOGRAMA_ASSIGN_OR_RETURN(frame::MutableFrame made, frame::MutableFrame::allocateHost(info));
        return std::move(made).freeze();
    }

    std::unique_ptr<HostVariant> m_variant;
    std::optional<RunCall> m_run;
    device::HostRunRows m_rows;
    pixel::RunArgs m_args;
    std::optional<frame::Frame> m_scaled;
    device::Queue* m_queue = nullptr;
};

}  // namespace

base::Result<std::unique_ptr<Station>> rowStation(PlannedPass variant, PlannedPass run, device::Queue& queue) {
    return RowStation::create(std::move(variant), std::move(run), queue);
}

}  // namespace fotograma::filter
