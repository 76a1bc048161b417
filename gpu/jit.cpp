#include "gpu/jit.h"

#include "engine/base/log.h"
#include "engine/base/text.h"
#include "gpu/compose.h"

namespace fotograma::gpu {

using base::concat;

namespace {

std::string keyOf(const device::KernelCall& call) {
    std::string key(call.kernel);
    for (const std::string& step : call.steps) key += concat(" ", step);
    return key;
}

/// Everything that decides the code.
std::string cacheText(const std::string& source, const std::string& architecture, const Nvrtc& nvrtc) {
    std::string text = concat(nvrtc.versionText(), " ", architecture, " --fmad=false c++20\n", source);
    for (const HeaderText& header : embeddedHeaders()) text += concat("\n// ", header.name, "\n", header.text);
    return text;
}

}  // namespace

Jit::Jit(ContextPtr context, std::string architecture, CubinCache cache, Open open)
    : m_context(std::move(context)), m_architecture(std::move(architecture)), m_cache(std::move(cache)), m_open(open) {}

Jit::~Jit() = default;

cuda::Function Jit::find(const device::KernelCall& call) {
    const std::string key = keyOf(call);
    const std::lock_guard lock(m_mutex);
    if (const auto ready = m_ready.find(key); ready != m_ready.end()) return ready->second;
    if (m_hasGivenUp || ++m_asked[key] != kFramesBefore) return nullptr;
    constexpr std::string_view kPrefix = "run_";
    m_waiting.push_back({key, composedSource(call.steps, call.kernel.substr(kPrefix.size()))});
    if (!m_thread.joinable()) m_thread = std::jthread([this](const std::stop_token& stop) { work(stop); });
    m_changed.notify_all();
    return nullptr;
}

void Jit::wait() {
    std::unique_lock lock(m_mutex);
    m_changed.wait(lock, [this] { return m_hasGivenUp || (m_waiting.empty() && !m_isWorking); });
}

void Jit::work(const std::stop_token& stop) {
    auto opened = m_open();
    if (!opened) return giveUp(opened.error());
    m_nvrtc = *std::move(opened);
    std::unique_lock lock(m_mutex);
    while (m_changed.wait(lock, stop, [this] { return !m_waiting.empty(); })) {
        const Wanted wanted = std::move(m_waiting.front());
        m_waiting.pop_front();
        m_isWorking = true;
        lock.unlock();
        makeReady(wanted);
        lock.lock();
        m_isWorking = false;
        m_changed.notify_all();
    }
}

void Jit::makeReady(const Wanted& wanted) {
    const auto code = codeOf(wanted.source);
    if (!code) {
        base::logInfo("gpu", concat("A run of filters stays with the interpreter. ", code.error().message));
        base::logDebug("gpu", code.error().detail);
        return;
    }
    auto module = Module::load(m_context, *code);
    const auto function = module ? (*module)->find(kComposedEntry) : std::unexpected(module.error());
    if (!function) return base::logDebug("gpu", concat("A composed kernel is not taken: ", function.error().message));
    const std::lock_guard lock(m_mutex);
    m_modules.push_back(*std::move(module));
    m_ready.emplace(wanted.key, *function);
}

base::Result<std::vector<std::byte>> Jit::codeOf(const std::string& source) {
    const std::string text = cacheText(source, m_architecture, *m_nvrtc);
    if (auto kept = m_cache.find(text)) return *std::move(kept);
    FOTOGRAMA_ASSIGN_OR_RETURN(std::vector<std::byte> code, m_nvrtc->compile(source, m_architecture));
    m_cache.keep(text, code);
    return code;
}

void Jit::giveUp(const base::Error& error) {
    base::logInfo("gpu", concat("Runs of filters are interpreted: there is no run-time compiler. ", error.message));
    const std::lock_guard lock(m_mutex);
    m_hasGivenUp = true;
    m_waiting.clear();
    m_changed.notify_all();
}

}  // namespace fotograma::gpu
