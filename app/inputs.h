/// What a person named on the command line, as a list of files.
///
/// Errors   NotFound for what is not there, InvalidArgument for a folder without -R; each belongs to its name, the
///          others stand.
/// Units    paths are absolute, so that a name that begins with a dash is only a name.
/// Cost     one pass over the folders; nothing is opened.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "engine/base/error.h"

namespace fotograma::app {

/// As text: a hundred thousand of them stay in memory for a batch, and a std::filesystem::path takes some 500 bytes.
struct InputFile {
    std::string path;            ///< UTF-8.
    std::string relativeFolder;  ///< Of its folder under the one that was named, UTF-8; empty for a file by name.
};

struct InputList {
    struct Bad {
        std::string name;  ///< As it was given.
        base::Error error;
    };
    std::vector<InputFile> files;  ///< In the order given; within a folder by path. No file twice.
    std::vector<Bad> bad;
};

enum class Walk { FilesOnly, Folders };

/// Folders yield the files whose extension is one of a video's; hidden ones and `skip` (the output folder) are left out.
[[nodiscard]] InputList collectInputs(const std::vector<std::string>& names, Walk walk,
                                      const std::filesystem::path& skip = {});

/// True for the extensions under which videos go about (".mp4", ".MOV").
[[nodiscard]] bool looksLikeVideo(const std::filesystem::path& path);

}  // namespace fotograma::app
