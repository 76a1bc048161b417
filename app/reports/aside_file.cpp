#include "app/reports/aside_file.h"

#include "engine/base/platform.h"
#include "engine/base/text.h"

namespace fotograma::app {

namespace fs = std::filesystem;
using base::concat;

AsideName::AsideName(fs::path path, bool replace)
    : m_path(std::move(path)),
      m_aside(m_path.parent_path() /
              base::pathFromUtf8(concat(".", base::toUtf8(m_path.filename()), ".", base::processId(), ".part"))),
      m_replace(replace) {}

AsideName::~AsideName() {
    std::error_code ignored;
    if (!m_isPublished) fs::remove(m_aside, ignored);
}

base::Status AsideName::publish() {
    FOTOGRAMA_RETURN_IF_ERROR(base::flushFile(m_aside));
    FOTOGRAMA_RETURN_IF_ERROR(m_replace ? base::replaceFile(m_aside, m_path) : base::renameNoReplace(m_aside, m_path));
    m_isPublished = true;
    return {};
}

AsideTextFile::AsideTextFile(fs::path path, bool replace)
    : m_name(std::move(path), replace), m_stream(m_name.aside(), std::ios::binary | std::ios::trunc) {}

base::Status AsideTextFile::check() const {
    if (m_stream.good()) return {};
    return base::fail(base::ErrorCode::IoError,
                      concat("The file ", base::toUtf8(m_name.path()), " cannot be written. Is the disk full?"));
}

base::Status AsideTextFile::finish() {
    m_stream.close();
    FOTOGRAMA_RETURN_IF_ERROR(check());
    return m_name.publish();
}

}  // namespace fotograma::app
