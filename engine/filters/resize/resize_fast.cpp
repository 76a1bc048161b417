// The host's fast variant of resize: zimg, plane by plane, with the mapping of the plain kernels.
#include <algorithm>
#include <cstdint>
#include <cstring>
#include <memory>
#include <new>

#include <zimg.h>

#include "engine/base/text.h"
#include "engine/filter/row_sink.h"
#include "engine/filters/resize/weights.h"

namespace fotograma::filters::resize {
namespace {

/// Under this many samples a side, weights reach past the far border, where zimg mirrors otherwise than we do.
constexpr int kSmallestSide = 8;

constexpr std::size_t kAlignment = 64;  // Of what zimg reads and writes: rows and their starts.

struct GraphFree {
    void operator()(zimg_filter_graph* graph) const noexcept { zimg_filter_graph_free(graph); }
};
using Graph = std::unique_ptr<zimg_filter_graph, GraphFree>;

struct BlockFree {
    void operator()(std::byte* block) const noexcept { ::operator delete[](block, std::align_val_t{kAlignment}); }
};
using Block = std::unique_ptr<std::byte[], BlockFree>;

Block allocate(std::size_t bytes) {
    return Block(static_cast<std::byte*>(::operator new[](bytes, std::align_val_t{kAlignment}, std::nothrow)));
}

base::Error zimgError(std::string_view doing) {
    char text[256] = {};
    const zimg_error_code_e code = zimg_get_last_error(text, sizeof text);
    zimg_clear_last_error();
    const bool isMemory = code == ZIMG_ERROR_OUT_OF_MEMORY;
    return {isMemory ? base::ErrorCode::ResourceExhausted : base::ErrorCode::Unsupported,
            base::concat("zimg could not ", doing, "."), text};
}

zimg_image_format formatOf(const frame::PictureFormat& format, int width, int height) {
    zimg_image_format zimg;
    zimg_image_format_default(&zimg, ZIMG_API_VERSION);
    zimg.width = static_cast<unsigned>(width);
    zimg.height = static_cast<unsigned>(height);
    zimg.pixel_type = format.sample == frame::SampleType::U8 ? ZIMG_PIXEL_BYTE : ZIMG_PIXEL_WORD;
    zimg.depth = static_cast<unsigned>(format.bits);
    zimg.color_family = ZIMG_COLOR_GREY;
    zimg.pixel_range = ZIMG_RANGE_LIMITED;  // On both sides, whatever it is: code values stay what they are.
    return zimg;
}

/// One plane's way through zimg.
class PlaneScaler {
public:
    static base::Result<PlaneScaler> create(Method method, const frame::PictureFormat& format,
                                            const PlaneMapping& mapping) {
        if (std::min(mapping.across.output, mapping.down.output) < kSmallestSide) {
            return base::fail(base::ErrorCode::Unsupported, "Pictures this small are left to the plain kernels.");
        }
        zimg_image_format from = formatOf(format, mapping.across.input, mapping.down.input);
        const zimg_image_format to = formatOf(format, mapping.across.output, mapping.down.output);
        from.active_region.left = mapping.across.shift;
        from.active_region.width = mapping.across.scale * mapping.across.output;
        from.active_region.top = mapping.down.shift;
        from.active_region.height = mapping.down.scale * mapping.down.output;
        zimg_graph_builder_params params;
        zimg_graph_builder_params_default(&params, ZIMG_API_VERSION);
        params.resample_filter = method == Method::Bilinear  ? ZIMG_RESIZE_BILINEAR
                                 : method == Method::Bicubic ? ZIMG_RESIZE_BICUBIC
                                                             : ZIMG_RESIZE_LANCZOS;
        params.filter_param_a = method == Method::Lanczos3 ? 3.0 : 0.0;  // Taps; B of the cubic.
        params.filter_param_b = 0.5;                                     // C of the cubic.
        PlaneScaler scaler;
        scaler.m_height = mapping.down.output;
        scaler.m_graph.reset(zimg_filter_graph_build(&from, &to, &params));
        std::size_t bytes = 0;
        if (!scaler.m_graph || zimg_filter_graph_get_tmp_size(scaler.m_graph.get(), &bytes) != ZIMG_ERROR_SUCCESS) {
            return std::unexpected(zimgError("prepare a size"));
        }
        scaler.m_scratch = allocate(bytes + kAlignment);
        if (!scaler.m_scratch) return base::fail(base::ErrorCode::ResourceExhausted, "No memory to scale in.");
        return scaler;
    }

    base::Status run(const frame::Plane& from, const frame::Plane& to, int bytesPerSample) {
        FOTOGRAMA_ASSIGN_OR_RETURN(const frame::Plane source, aligned(from, bytesPerSample));
        zimg_image_buffer_const in{};
        in.version = ZIMG_API_VERSION;
        in.plane[0] = {source.data, source.pitchBytes, ZIMG_BUFFER_MAX};
        zimg_image_buffer out{};
        out.version = ZIMG_API_VERSION;
        out.plane[0] = {to.data, to.pitchBytes, ZIMG_BUFFER_MAX};
        return process(in, out, nullptr);
    }

    base::Status run(const frame::Plane& from, const filter::RowSink& to, int bytesPerSample) {
        FOTOGRAMA_ASSIGN_OR_RETURN(const frame::Plane source, aligned(from, bytesPerSample));
        zimg_image_buffer_const in{};
        in.version = ZIMG_API_VERSION;
        in.plane[0] = {source.data, source.pitchBytes, ZIMG_BUFFER_MAX};
        zimg_image_buffer out{};
        out.version = ZIMG_API_VERSION;
        out.plane[0] = {to.data, to.pitchBytes, static_cast<unsigned>(to.rows - 1)};
        return process(in, out, &to);
    }

private:
    /// What zimg tells after each row.
    struct Taking {
        const filter::RowSink& sink;
        int height;

        static int row(void* self, unsigned row, unsigned, unsigned) {
            const auto& taking = *static_cast<const Taking*>(self);
            const int end = static_cast<int>(row) + 1;
            const int rows = taking.sink.rows;
            if (end % rows == 0 || end == taking.height) taking.sink.take((end - 1) / rows * rows, end);
            return 0;
        }
    };

    base::Status process(const zimg_image_buffer_const& in, const zimg_image_buffer& out, const filter::RowSink* sink) {
        zimg_error_code_e code;
        if (sink != nullptr) {
            Taking taking{*sink, m_height};
            code = zimg_filter_graph_process(m_graph.get(), &in, &out, m_scratch.get(), nullptr, nullptr, &Taking::row,
                                             &taking);
        } else {
            code = zimg_filter_graph_process(m_graph.get(), &in, &out, m_scratch.get(), nullptr, nullptr, nullptr,
                                             nullptr);
        }
        if (code != ZIMG_ERROR_SUCCESS) return std::unexpected(zimgError("scale a picture"));
        return {};
    }

    /// The plane itself, or an aligned copy where a decoder cropped by moving the pointer.
    base::Result<frame::Plane> aligned(const frame::Plane& plane, int bytesPerSample) {
        const auto misplaced =
            reinterpret_cast<std::uintptr_t>(plane.data) | static_cast<std::uintptr_t>(plane.pitchBytes);
        if (misplaced % kAlignment == 0) return plane;
        frame::Plane copy = plane;
        const auto rowBytes = static_cast<std::size_t>(plane.width * bytesPerSample);
        copy.pitchBytes = static_cast<std::ptrdiff_t>((rowBytes + kAlignment - 1) / kAlignment * kAlignment);
        if (!m_copy) m_copy = allocate(static_cast<std::size_t>(copy.pitchBytes * plane.height));
        if (!m_copy) return base::fail(base::ErrorCode::ResourceExhausted, "No memory for an aligned copy.");
        copy.data = m_copy.get();
        for (int y = 0; y < plane.height; ++y) {
            std::memcpy(copy.data + y * copy.pitchBytes, plane.data + y * plane.pitchBytes, rowBytes);
        }
        return copy;
    }

    Graph m_graph;
    int m_height = 0;  ///< Of what it makes.
    Block m_scratch;
    Block m_copy;
};

class ZimgResize final : public filter::HostVariant, public filter::GivesRows {
public:
    static base::Result<std::unique_ptr<filter::HostVariant>> create(const filter::Values& values,
                                                                     const frame::PictureSpec& input,
                                                                     const frame::PictureSpec& output) {
        const Method method = methodOf(values.text("method"));
        if (method == Method::Area) return base::fail(base::ErrorCode::Unsupported, "zimg has no area average.");
        auto resize = std::make_unique<ZimgResize>();
        for (int plane = 0; plane < input.format.planes(); ++plane) {
            FOTOGRAMA_ASSIGN_OR_RETURN(PlaneScaler scaler,
                                       PlaneScaler::create(method, input.format, planeMapping(input, output, plane)));
            resize->m_planes.push_back(std::move(scaler));
        }
        return resize;
    }

    base::Status run(const frame::Frame& in, const frame::MutableFrame& out) override {
        const int bytes = in.spec().format.bytesPerSample();
        for (int plane = 0; plane < in.planes(); ++plane) {
            FOTOGRAMA_RETURN_IF_ERROR(
                m_planes[static_cast<std::size_t>(plane)].run(in.plane(plane), out.plane(plane), bytes));
        }
        return {};
    }

    base::Status runPlane(const frame::Frame& in, int plane, const filter::RowSink& out) override {
        return m_planes[static_cast<std::size_t>(plane)].run(in.plane(plane), out, in.spec().format.bytesPerSample());
    }

private:
    std::vector<PlaneScaler> m_planes;
};

}  // namespace

const filter::HostVariantInfo& hostVariant() {
    static const filter::HostVariantInfo value{
        .filter = "resize",
        .name = "zimg",
        .tolerance = 1.0,
        .toleranceReason =
            "zimg computes in 16-bit integers with 14-bit weights and rounds between the two directions; "
            "it also clips there what rings beyond the code values, which the plain kernels do at the end",
        .prepare = ZimgResize::create,
    };
    return value;
}

}  // namespace fotograma::filters::resize
