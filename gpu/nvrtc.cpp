#include "gpu/nvrtc.h"

#include "engine/base/text.h"

namespace fotograma::gpu {

using base::concat;
using base::ErrorCode;
using base::fail;

base::Result<std::shared_ptr<const Nvrtc>> Nvrtc::open(std::initializer_list<const char*> names) {
    auto library = base::DynamicLibrary::open(names);
    if (!library) return std::unexpected(std::move(library).error());
    const std::shared_ptr<Nvrtc> nvrtc(std::make_unique<Nvrtc>(Nvrtc(std::move(*library))));
    if (!nvrtc->bind()) return fail(ErrorCode::NoDevice, concat(*names.begin(), " lacks a function that is needed."));
    return nvrtc;
}

bool Nvrtc::bind() {
    bool isWhole = true;
    const auto find = [&]<class Pointer>(Pointer& pointer, const char* name) {
        pointer = reinterpret_cast<Pointer>(m_library.symbol(name));
        isWhole = isWhole && pointer != nullptr;
    };
    find(m_functions.version, "nvrtcVersion");
    find(m_functions.create, "nvrtcCreateProgram");
    find(m_functions.destroy, "nvrtcDestroyProgram");
    find(m_functions.compile, "nvrtcCompileProgram");
    find(m_functions.cubinSize, "nvrtcGetCUBINSize");
    find(m_functions.cubin, "nvrtcGetCUBIN");
    find(m_functions.logSize, "nvrtcGetProgramLogSize");
    find(m_functions.log, "nvrtcGetProgramLog");
    return isWhole;
}

std::string Nvrtc::versionText() const {
    int major = 0;
    int minor = 0;
    m_functions.version(&major, &minor);
    return concat("NVRTC ", major, ".", minor);
}

std::string Nvrtc::logOf(Program program) const {
    std::size_t bytes = 0;
    if (m_functions.logSize(program, &bytes) != 0 || bytes == 0) return {};
    std::string text(bytes, '\0');
    m_functions.log(program, text.data());
    text.resize(bytes - 1);
    return text;
}

base::Result<std::vector<std::byte>> Nvrtc::compile(const std::string& source, const std::string& architecture) const {
    std::vector<const char*> names;
    std::vector<const char*> texts;
    for (const HeaderText& header : embeddedHeaders()) {
        names.push_back(header.name);
        texts.push_back(header.text);
    }
    Program program = nullptr;
    if (m_functions.create(&program, source.c_str(), "run.cu", static_cast<int>(names.size()), texts.data(),
                           names.data()) != 0) {
        return fail(ErrorCode::Internal, "The run-time compiler of CUDA took no program.");
    }
    const std::unique_ptr<Program, int (*)(Program*)> owner(&program, m_functions.destroy);
    // As nvcc is called for the code in this program (gpu/fatbin.cmake): contraction would change numbers.
    const std::string target = concat("--gpu-architecture=", architecture);
    const char* options[] = {target.c_str(), "--std=c++20", "--fmad=false"};
    if (m_functions.compile(program, static_cast<int>(std::size(options)), options) != 0) {
        return fail(ErrorCode::Unsupported,
                    concat("The run-time compiler of CUDA refuses a composed kernel for ", architecture, "."),
                    logOf(program));
    }
    std::size_t bytes = 0;
    std::vector<std::byte> cubin;
    if (m_functions.cubinSize(program, &bytes) == 0) cubin.resize(bytes);
    if (cubin.empty() || m_functions.cubin(program, reinterpret_cast<char*>(cubin.data())) != 0)
        return fail(ErrorCode::Internal, "The run-time compiler of CUDA gave no code.");
    return cubin;
}

}  // namespace fotograma::gpu
