#include "app/bench/picture_timing.h"

#include <algorithm>
#include <chrono>

#include "engine/filter/test_pictures.h"

namespace fotograma::bench {

namespace {

using Frames = std::vector<frame::Frame>;

double milliseconds(std::chrono::steady_clock::duration time) {
    return std::chrono::duration<double, std::milli>(time).count();
}

/// `some` does `frames` frames and waits for them.
template <class Some>
base::Result<Timing> measureTime(double seconds, int frames, const Some& some) {
    FOTOGRAMA_RETURN_IF_ERROR(some());  // Warm: tables, pools, pages.
    std::vector<double> times;
    const auto start = std::chrono::steady_clock::now();
    while (times.size() < 5 || milliseconds(std::chrono::steady_clock::now() - start) < seconds * 1000.0) {
        const auto before = std::chrono::steady_clock::now();
        FOTOGRAMA_RETURN_IF_ERROR(some());
        times.push_back(milliseconds(std::chrono::steady_clock::now() - before) / frames);
    }
    std::ranges::sort(times);
    const double median = times[times.size() / 2];
    return Timing{median, times.front(), (times[times.size() * 3 / 4] - times[times.size() / 4]) / median,
                  static_cast<int>(times.size())};
}

std::int64_t bytesOf(const frame::PictureSpec& spec) {
    std::int64_t bytes = 0;
    for (int plane = 0; plane < spec.format.planes(); ++plane) {
        bytes += std::int64_t{spec.format.planeWidth(plane, spec.width)} * spec.format.planeHeight(plane, spec.height) *
                 spec.format.bytesPerSample();
    }
    return bytes;
}

/// One frame after another through a fresh chain, on the host in the end.
base::Result<Frames> result(const filter::Chain& chain, device::Queue& queue, const Frames& frames,
                            filter::Reading reading) {
    FOTOGRAMA_ASSIGN_OR_RETURN(filter::ChainRunner runner, filter::ChainRunner::create(chain, queue, reading));
    Frames made;
    for (const frame::Frame& each : frames) {
        FOTOGRAMA_ASSIGN_OR_RETURN(Frames some, runner.push(each));
        made.insert(made.end(), some.begin(), some.end());
    }
    FOTOGRAMA_ASSIGN_OR_RETURN(Frames rest, runner.flush());
    made.insert(made.end(), rest.begin(), rest.end());
    for (frame::Frame& each : made) {
        FOTOGRAMA_ASSIGN_OR_RETURN(each, queue.download(each));
    }
    return made;
}

/// Three pictures of a clip, here and on the device.
struct Pictures {
    Frames host;
    Frames there;
};

base::Result<Pictures> makePictures(const frame::PictureSpec& spec, device::Queue& queue) {
    Pictures pictures;
    for (int i = 0; i < 3; ++i) {
        FOTOGRAMA_ASSIGN_OR_RETURN(frame::Frame frame, filter::testPicture(spec, filter::Pattern::Quiet, i));
        FOTOGRAMA_ASSIGN_OR_RETURN(frame::Frame uploaded, queue.upload(frame));
        pictures.host.push_back(std::move(frame));
        pictures.there.push_back(std::move(uploaded));
    }
    return pictures;
}

base::Result<PictureCost> timeMeasure(const filter::Use& use, const frame::PictureSpec& spec, device::Queue& queue,
                                      const Frames& there, const TimingOptions& options) {
    FOTOGRAMA_ASSIGN_OR_RETURN(filter::MeasureSet set, filter::MeasureSet::create({&use, 1}, spec, queue));
    PictureCost cost;
    cost.bytes = std::int64_t{spec.width} * spec.height * spec.format.bytesPerSample();
    std::size_t next = 0;
    const auto some = [&]() -> base::Status {
        for (int i = 0; i < options.framesAtOnce; ++i)
            FOTOGRAMA_RETURN_IF_ERROR(set.push(there[next++ % there.size()]));
        return queue.synchronize();
    };
    FOTOGRAMA_ASSIGN_OR_RETURN(cost.timing, measureTime(options.seconds, options.framesAtOnce, some));
    return cost;
}

}  // namespace

base::Result<filter::Use> typicalUse(const filter::Definition& definition) {
    api::Json parameters = api::Json::object();
    for (const auto& [id, value] : definition.typical) parameters.set(id, value);
    return filter::use(definition.info.kind, definition.info.id, parameters);
}

base::Result<PictureCost> PictureTimer::time(const filter::Definition& definition, const frame::PictureSpec& spec,
                                             device::Device& device, filter::Reading reading) const {
    FOTOGRAMA_ASSIGN_OR_RETURN(const filter::Use use, typicalUse(definition));
    if (definition.info.kind == api::OperationKind::Filter) return timeChain({&use, 1}, spec, device, reading);
    FOTOGRAMA_ASSIGN_OR_RETURN(const auto queue, device.createQueue());
    FOTOGRAMA_ASSIGN_OR_RETURN(const Pictures pictures, makePictures(spec, *queue));
    return timeMeasure(use, spec, *queue, pictures.there, m_options);
}

base::Result<PictureCost> PictureTimer::timeChain(std::span<const filter::Use> filters, const frame::PictureSpec& spec,
                                                  device::Device& device, filter::Reading reading) const {
    FOTOGRAMA_ASSIGN_OR_RETURN(const auto queue, device.createQueue());
    FOTOGRAMA_ASSIGN_OR_RETURN(const Pictures pictures, makePictures(spec, *queue));
    FOTOGRAMA_ASSIGN_OR_RETURN(const filter::Chain chain, filter::Chain::prepare(filters, spec));
    FOTOGRAMA_ASSIGN_OR_RETURN(const auto referenceQueue, m_reference.createQueue());
    FOTOGRAMA_ASSIGN_OR_RETURN(const Frames wanted,
                               result(chain, *referenceQueue, pictures.host, filter::Reading::Plain));
    FOTOGRAMA_ASSIGN_OR_RETURN(const Frames found, result(chain, *queue, pictures.there, reading));
    PictureCost cost;
    cost.bytes = bytesOf(chain.input()) + bytesOf(chain.output());
    for (std::size_t i = 0; i < wanted.size() && i < found.size(); ++i)
        cost.difference = std::max(cost.difference, filter::largestDifference(wanted[i], found[i]));
    FOTOGRAMA_ASSIGN_OR_RETURN(filter::ChainRunner runner, filter::ChainRunner::create(chain, *queue, reading));
    std::size_t next = 0;
    const auto some = [&]() -> base::Status {
        for (int i = 0; i < m_options.framesAtOnce; ++i) {
            const auto made = runner.push(pictures.there[next++ % pictures.there.size()]);
            if (!made) return std::unexpected(made.error());
        }
        return queue->synchronize();
    };
    FOTOGRAMA_ASSIGN_OR_RETURN(cost.timing, measureTime(m_options.seconds, m_options.framesAtOnce, some));
    return cost;
}

base::Result<double> copyRate(device::Device& device, double seconds) {
    constexpr int kWidth = 7680;
    constexpr int kHeight = 4320;
    frame::PictureSpec spec;
    spec.format = {frame::ColorModel::Yuv, frame::SampleType::U16, 16, 0, 0};
    spec.width = kWidth + 2;
    spec.height = kHeight;
    api::Json parameters = api::Json::object();
    parameters.set("width", kWidth).set("height", kHeight);
    FOTOGRAMA_ASSIGN_OR_RETURN(const filter::Use crop, filter::use(api::OperationKind::Filter, "crop", parameters));
    FOTOGRAMA_ASSIGN_OR_RETURN(const filter::Chain chain, filter::Chain::prepare({&crop, 1}, spec));
    FOTOGRAMA_ASSIGN_OR_RETURN(const auto queue, device.createQueue());
    FOTOGRAMA_ASSIGN_OR_RETURN(const frame::Frame host, filter::testPicture(spec, filter::Pattern::Ramp, 0));
    FOTOGRAMA_ASSIGN_OR_RETURN(const frame::Frame there, queue->upload(host));
    FOTOGRAMA_ASSIGN_OR_RETURN(filter::ChainRunner runner, filter::ChainRunner::create(chain, *queue));
    const auto some = [&]() -> base::Status {
        const auto made = runner.push(there);
        if (!made) return std::unexpected(made.error());
        return queue->synchronize();
    };
    FOTOGRAMA_ASSIGN_OR_RETURN(const Timing timing, measureTime(seconds, 1, some));
    return 2.0 * static_cast<double>(bytesOf(chain.output())) / (timing.bestMs * 1e-3);
}

}  // namespace fotograma::bench
