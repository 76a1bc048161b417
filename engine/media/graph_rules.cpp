// Which of libavfilter's filters a recipe may use, and which of their options it may not.
//
// On the list is what makes pictures of pictures, frame by frame or of a few frames. Left out are sources and sinks (movie,
// color, nullsink), what opens or writes a file (metadata, signature, psnr, vidstab, removelogo, nnedi),
// what runs code or models of others (frei0r, ladspa, dnn, libplacebo shaders), what is steered from outside (sendcmd, zmq),
// what holds the whole clip (reverse, loop), what waits (realtime, cue), what needs a device of its own (_cuda, _opencl,
// _vulkan, _vaapi, _qsv), and what changes how colours are coded without saying so downstream (colorspace, zscale,
// setparams): use the filters of Fotograma for those. What only reads one file of a kind that was checked before (lut3d,
// subtitles) may have the file that the graph is given, which it calls {file}; a path of its own is refused.
#include <algorithm>
#include <array>
#include <string_view>

extern "C" {
#include <libavfilter/avfilter.h>
}

#include "engine/media/graph_text.h"

namespace fotograma::media::graph {
namespace {

// clang-format off
constexpr auto kAllowed = std::to_array<std::string_view>({
    "amplify", "atadenoise", "avgblur", "bilateral", "blend", "boxblur", "bwdif", "cas", "chromahold", "chromakey",
    "chromanr", "chromashift", "ciescope", "colorbalance", "colorchannelmixer", "colorcontrast", "colorcorrect",
    "colorhold", "colorize", "colorkey", "colorlevels", "colortemperature", "convolution", "copy", "crop", "curves",
    "datascope", "dblur", "dctdnoiz", "deband", "deblock", "decimate", "dedot", "deflate", "deflicker", "dejudder",
    "delogo", "despill", "detelecine", "dilation", "doubleweave", "drawbox", "drawgrid", "drawtext", "edgedetect",
    "elbg", "epx", "eq", "erosion", "estdif", "exposure", "fade", "fftdnoiz", "fftfilt", "field", "fieldmatch",
    "fieldorder", "fillborders", "floodfill", "format", "fps", "framerate", "framestep", "fspp", "gblur", "geq",
    "gradfun", "grayworld", "greyedge", "hflip", "histeq", "histogram", "hqdn3d", "hqx", "hsvhold", "hsvkey",
    "hstack", "hue", "huesaturation", "il", "inflate", "interlace", "kerndeint", "kirsch", "lagfun",
    "lenscorrection", "limiter", "lumakey", "lut", "lut2", "lutrgb", "lutyuv", "maskedclamp", "maskedmax",
    "maskedmerge", "maskedmin", "maskfun", "median", "mergeplanes", "mestimate", "minterpolate", "monochrome",
    "morpho", "mpdecimate", "negate", "nlmeans", "noise", "normalize", "null", "oscilloscope", "overlay",
    "owdenoise", "pad", "perspective", "phase", "photosensitivity", "pixelize", "pp", "pp7", "prewitt",
    "pseudocolor", "pullup", "removegrain", "repeatfields", "rgbashift", "roberts", "rotate", "sab", "scale",
    "scroll", "selectivecolor", "separatefields", "setdar", "setfield", "setpts", "setsar", "shear", "smartblur",
    "select", "shuffleplanes", "sobel", "split", "spp", "stereo3d", "swaprect", "swapuv", "tblend", "telecine",
    "threshold", "thumbnail", "tinterlace", "tmedian", "tmix", "transpose", "trim", "unsharp", "v360", "vaguedenoiser",
    "vectorscope", "vflip", "vibrance", "vignette", "vstack", "w3fdif", "waveform", "weave", "xbr", "yadif",
    "yaepblur", "zoompan",
});
struct Option {
    std::string_view filter;
    std::string_view name;
};
/// Options that may open the file that a graph is given, if it has one of these endings. That of subtitles was made by us.
struct GivenFile {
    std::string_view filter;
    std::string_view option;
    std::string_view endings;
};
constexpr std::array<GivenFile, 9> kGivenFiles{{
    {"ass", "filename", ".ass"}, {"ass", "f", ".ass"}, {"subtitles", "filename", ".ass"}, {"subtitles", "f", ".ass"},
    {"curves", "psfile", ".acv"}, {"drawtext", "textfile", ".txt"}, {"lut1d", "file", ".cube.csp"},
    {"lut3d", "file", ".cube.3dl.dat.m3d.csp"}, {"selectivecolor", "psfile", ".asv"},
}};
/// Filters that are nothing without such a file.
constexpr std::array<std::string_view, 4> kOfFiles{"ass", "lut1d", "lut3d", "subtitles"};
constexpr std::array<Option, 15> kFileOptions{{
    {"curves", "psfile"}, {"curves", "plot"}, {"drawtext", "fontfile"}, {"drawtext", "textfile"},
    {"drawtext", "text_source"}, {"selectivecolor", "psfile"}, {"ass", "fontsdir"},
    // These change how colours are coded.
    {"scale", "in_color_matrix"}, {"scale", "out_color_matrix"}, {"scale", "in_range"}, {"scale", "out_range"},
    {"scale", "in_v_chr_pos"}, {"scale", "in_h_chr_pos"}, {"scale", "out_v_chr_pos"}, {"scale", "out_h_chr_pos"},
}};
/// Parts of names that FFmpeg gives options which open something: what a newer libavfilter may add is refused too.
constexpr std::array<std::string_view, 8> kFileWords{"file", "path", "url", "model", "plugin", "shader", "fontsdir",
                                                     "address"};
// clang-format on

bool isIn(const auto& list, std::string_view name) { return std::ranges::find(list, name) != list.end(); }

const GivenFile* givenFile(std::string_view filter, std::string_view option) {
    const auto found = std::ranges::find_if(
        kGivenFiles, [&](const GivenFile& each) { return each.filter == filter && each.option == option; });
    return found == kGivenFiles.end() ? nullptr : &*found;
}

/// The path's ending is one of a list like ".cube.csp".
bool endsInOneOf(std::string_view path, std::string_view endings) {
    const auto dot = path.rfind('.');
    if (dot == std::string_view::npos) return false;
    const std::string wanted = std::string(path.substr(dot)) + ".";
    return (std::string(endings) + ".").find(wanted) != std::string::npos;
}

}  // namespace

bool opensGivenFile(const AVFilter& filter, const std::string& option) {
    return givenFile(filter.name, option) != nullptr;
}

std::string refusal(const AVFilter& filter, const char* file) {
    const std::string_view name = filter.name;
    if (isIn(kAllowed, name) || (file != nullptr && isIn(kOfFiles, name))) return {};
    const std::string sentence = std::string("the filter ") + filter.name + " is not allowed in recipes";
    return isIn(kOfFiles, name) ? sentence + " without the parameter file, which it then calls {file}" : sentence;
}

std::string refusal(const AVFilter& filter, const std::string& option, std::string_view value, const char* file) {
    const std::string_view name = filter.name;
    const GivenFile* const given = givenFile(name, option);
    const std::string words = std::string("the option ") + option + " of " + filter.name;
    if (given != nullptr && value == kGivenFile && file != nullptr) {
        if (endsInOneOf(file, given->endings)) return {};
        return words + " takes files that end in " + std::string(given->endings);
    }
    const bool isListed = std::ranges::any_of(
        kFileOptions, [&](const Option& each) { return each.filter == name && each.name == option; });
    const bool sounds =
        std::ranges::any_of(kFileWords, [&](std::string_view word) { return option.find(word) != std::string::npos; });
    if (given == nullptr && !isListed && !sounds) return {};
    return words + " is not allowed in recipes" +
           (given != nullptr ? " but as {file}, for the file that the parameter file names" : "");
}

}  // namespace fotograma::media::graph
