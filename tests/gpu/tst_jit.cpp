// Composed kernels: their sources, the compiler that may not be there, and what is kept on disk. None runs here: the
// emulated driver has no use for a GPU's code, so runs on it stay with the interpreter.
#include <QTemporaryDir>
#include <QtTest>

#include <fstream>

#include "engine/base/text.h"
#include "engine/filter/fusion.h"
#include "engine/filter/host.h"
#include "gpu/compose.h"
#include "gpu/jit.h"
#include "tests/gpu/emulation.h"

using namespace fotograma;
using gpu::CubinCache;

namespace {

std::filesystem::path pathOf(const QTemporaryDir& folder) { return folder.path().toStdString(); }

std::vector<std::byte> bytesOf(std::size_t count, int value) {
    return std::vector(count, static_cast<std::byte>(value));
}

/// Names of the Point kernels of one domain.
std::vector<std::string> pointKernels(pixel::Domain domain) {
    std::vector<std::string> names;
    for (const device::HostKernels* folder : filter::hostKernels().baseline) {
        for (int i = 0; i < folder->count; ++i) {
            const device::HostKernel& kernel = folder->kernels[i];
            const std::string name = base::concat(folder->folder, "_", kernel.kernel);
            if (kernel.point != nullptr && kernel.domain == domain && std::ranges::find(names, name) == names.end())
                names.push_back(name);
        }
    }
    return names;
}

}  // namespace

class tst_Jit : public QObject {
    Q_OBJECT

private slots:
    void aSourceNamesItsKernelsInOrder();
    void everyPairOfDomainsAndSamplesCompiles_data();
    void everyPairOfDomainsAndSamplesCompiles();
    void everyPointKernelCompiles();
    void withoutACompilerRunsAreInterpreted();
    void whatWasKeptIsFoundByItsText();
    void damagedCodeIsNotFound();
    void theOldestGoesWhenTheFolderIsFull();
};

void tst_Jit::aSourceNamesItsKernelsInOrder() {
    const std::vector<std::string> kernels = {"white_balance_Adapt", "levels_Curved", "white_balance_Adapt"};
    const std::string source = gpu::composedSource(kernels, "u8_u16");
    QVERIFY(source.find("KnownSteps<fotograma::filters::white_balance::Adapt, fotograma::filters::levels::Curved, "
                        "fotograma::filters::white_balance::Adapt>") != std::string::npos);
    QVERIFY(source.find("FOTOGRAMA_RUN_ENTRY(fotograma_run, Steps, u8, u16)") != std::string::npos);
    QCOMPARE(source.find("white_balance_kernel.h"), source.rfind("white_balance_kernel.h"));
}

void tst_Jit::everyPairOfDomainsAndSamplesCompiles_data() {
    QTest::addColumn<std::vector<std::string>>("kernels");
    QTest::addColumn<std::string>("samples");
    const std::vector<std::string> rgb = {"adjust_Curved", "levels_Straight"};
    const std::vector<std::string> yuv = {"adjust_Even", "fade_Blend"};
    const std::vector<std::string> both = {"curves_Bend", "vignette_Falloff"};
    const std::vector<std::string> back = {"grain_Film", "lut3d_Cube"};
    QTest::newRow("R'G'B' alone, u8") << rgb << std::string("u8");
    QTest::newRow("Y'CbCr alone, u16") << yuv << std::string("u16");
    QTest::newRow("R'G'B' then Y'CbCr, u8_u16") << both << std::string("u8_u16");
    QTest::newRow("Y'CbCr then R'G'B', u16_u8") << back << std::string("u16_u8");
}

void tst_Jit::everyPairOfDomainsAndSamplesCompiles() {
    QFETCH(std::vector<std::string>, kernels);
    QFETCH(std::string, samples);
    const auto nvrtc = gpu::Nvrtc::open();
    if (!nvrtc) QSKIP(nvrtc.error().message.c_str());
    const auto code = (*nvrtc)->compile(gpu::composedSource(kernels, samples), "sm_90");
    QVERIFY2(code.has_value(), code ? "" : code.error().detail.c_str());
    // An ELF image for the device.
    QVERIFY(code->size() > 1000 && (*code)[1] == std::byte{'E'} && (*code)[2] == std::byte{'L'});
}

void tst_Jit::everyPointKernelCompiles() {
    const auto nvrtc = gpu::Nvrtc::open();
    if (!nvrtc) QSKIP(nvrtc.error().message.c_str());
    auto kernels = pointKernels(pixel::Domain::Rgb);
    const auto others = pointKernels(pixel::Domain::Yuv);
    kernels.insert(kernels.end(), others.begin(), others.end());
    QVERIFY(kernels.size() >= 10);
    const auto code = (*nvrtc)->compile(gpu::composedSource(kernels, "u8"), "sm_90");
    QVERIFY2(code.has_value(), code ? "" : code.error().detail.c_str());
}

void tst_Jit::withoutACompilerRunsAreInterpreted() {
    if (const char* why = tests::whyNoEmulation()) QSKIP(why);
    const tests::Emulation machine;
    const auto driver = gpu::Driver::open();
    QVERIFY(driver.has_value());
    const auto context = gpu::PrimaryContext::retain(*driver, 0);
    QVERIFY(context.has_value());
    const QTemporaryDir folder;
    gpu::Jit jit(*context, "sm_90", CubinCache(pathOf(folder)),
                 [] { return gpu::Nvrtc::open({"libno-such-compiler.so.1"}); });
    const std::vector<std::string> steps = {"adjust_Even", "fade_Blend"};
    device::KernelCall call;
    call.kernel = "run_u8";
    call.steps = steps;
    for (int i = 0; i < 3 * gpu::Jit::kFramesBefore; ++i) QVERIFY(jit.find(call) == nullptr);
    jit.wait();
    QVERIFY(jit.find(call) == nullptr);
}

void tst_Jit::whatWasKeptIsFoundByItsText() {
    const QTemporaryDir folder;
    const CubinCache cache(pathOf(folder) / "kernels");
    QVERIFY(!cache.find("text").has_value());
    cache.keep("text", bytesOf(500, 7));
    QVERIFY(cache.find("text") == bytesOf(500, 7));
    QVERIFY(!cache.find("another text").has_value());
}

void tst_Jit::damagedCodeIsNotFound() {
    const QTemporaryDir folder;
    const CubinCache cache(pathOf(folder));
    cache.keep("text", bytesOf(500, 7));
    const auto file = std::filesystem::directory_iterator(pathOf(folder))->path();
    std::filesystem::resize_file(file, std::filesystem::file_size(file) - 1);
    QVERIFY(!cache.find("text").has_value());
    std::ofstream(file, std::ios::binary) << "4 500\nelse";
    QVERIFY(!cache.find("text").has_value());
}

void tst_Jit::theOldestGoesWhenTheFolderIsFull() {
    const QTemporaryDir folder;
    const CubinCache cache(pathOf(folder), 2500);
    for (const char* text : {"first", "second", "third"}) {
        cache.keep(text, bytesOf(1000, 1));
        // Times of files are coarse: the order is stated.
        for (const auto& each : std::filesystem::directory_iterator(pathOf(folder)))
            std::filesystem::last_write_time(each, each.last_write_time() - std::chrono::hours(1));
    }
    QVERIFY(!cache.find("first").has_value());
    QVERIFY(cache.find("second").has_value());
    QVERIFY(cache.find("third").has_value());
}

QTEST_GUILESS_MAIN(tst_Jit)
#include "tst_jit.moc"
