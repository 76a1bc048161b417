#include <QtTest>

#include "gpu/cuda_device.h"
#include "gpu/modules.h"
#include "tests/gpu/emulation.h"

using namespace fotograma;

/// Every way in which there can be no GPU, each with a sentence of its own.
class tst_Driver : public QObject {
    Q_OBJECT

private slots:
    void theProgramNeedsNoDriverToStart();  // first: later slots load one
    void noLibraryIsNoDriver();
    void aLibraryWithoutTheFunctionsIsTooOld();
    void anOldDriverIsNamedWithItsVersion();
    void aDriverWithoutDevicesSaysSo();
    void aDriverThatDoesNotStartTellsItsCode();
    void aDeviceThatCannotRunTheCodeIsListedWithTheReason();
    void aBuildWithoutDeviceCodeSaysSo();
    void aDeviceTellsItsFacts();
    void everyDeviceIsFound();
    void codesBecomeOurErrors_data();
    void codesBecomeOurErrors();
};

namespace {

QString reasonWith(tests::Variables variables) {
    const tests::Emulation emulation(variables);
    const gpu::Probe found = tests::probeEmulated();
    return QString::fromStdString(found.devices.empty() ? found.reason : found.devices.front().reason);
}

#define SKIP_WITHOUT_EMULATION() \
    if (const char* why = tests::whyNoEmulation()) QSKIP(why)

}  // namespace

void tst_Driver::noLibraryIsNoDriver() {
    const auto driver = gpu::Driver::open({"libfotograma-there-is-no-such-library.so.1"});
    QVERIFY(!driver);
    QCOMPARE(driver.error().code, base::ErrorCode::NoDevice);
    QVERIFY(QString::fromStdString(driver.error().message).startsWith("No NVIDIA driver was found"));
    const gpu::Probe found = gpu::probe(driver, tests::anyCode());
    QVERIFY(found.devices.empty());
    QCOMPARE(found.reason, driver.error().message);
}

void tst_Driver::aLibraryWithoutTheFunctionsIsTooOld() {
    const auto driver = gpu::Driver::open({"libm.so.6", "libc.so.6"});
    if (!driver && driver.error().message.starts_with("No NVIDIA driver")) QSKIP("this system has no libm.so.6");
    QVERIFY(!driver);
    QVERIFY(driver.error().message.find("it lacks cuInit") != std::string::npos);
}

void tst_Driver::anOldDriverIsNamedWithItsVersion() {
    SKIP_WITHOUT_EMULATION();
    QCOMPARE(reasonWith({{"VERSION", "12040"}}),
             "The NVIDIA driver is too old: it supports CUDA 12.4, and driver 580 or newer (CUDA 13.0) is needed.");
}

void tst_Driver::aDriverWithoutDevicesSaysSo() {
    SKIP_WITHOUT_EMULATION();
    QVERIFY(reasonWith({{"DEVICES", "0"}}).startsWith("The NVIDIA driver is installed but shows no GPU"));
}

void tst_Driver::aDriverThatDoesNotStartTellsItsCode() {
    SKIP_WITHOUT_EMULATION();
    QCOMPARE(reasonWith({{"INIT", "802"}}),
             "The NVIDIA driver is installed but does not start: CUDA_ERROR_SYSTEM_NOT_READY (802).");
}

void tst_Driver::aDeviceThatCannotRunTheCodeIsListedWithTheReason() {
    SKIP_WITHOUT_EMULATION();
    const tests::Emulation emulation({{"LOAD", "209"}});
    const gpu::Probe found = tests::probeEmulated();
    QCOMPARE(found.devices.size(), std::size_t{1});
    QVERIFY(found.devices.front().device == nullptr);
    QCOMPARE(found.devices.front().facts.name, std::string("Emulated GPU"));
    QCOMPARE(found.devices.front().reason, std::string("This build has no code for this GPU: "
                                                       "CUDA_ERROR_NO_BINARY_FOR_GPU (209)."));
}

void tst_Driver::aBuildWithoutDeviceCodeSaysSo() {
    SKIP_WITHOUT_EMULATION();
    const tests::Emulation emulation;
    const gpu::Probe found = gpu::probe(gpu::Driver::open(), {});
    QCOMPARE(found.devices.size(), std::size_t{1});
    QCOMPARE(found.devices.front().reason,
             std::string("This build has no GPU code: it was made without a CUDA compiler."));
}

void tst_Driver::aDeviceTellsItsFacts() {
    SKIP_WITHOUT_EMULATION();
    const tests::Emulation emulation({{"MEMORY", "123456789"}});
    const gpu::Probe found = tests::probeEmulated();
    QCOMPARE(found.devices.size(), std::size_t{1});
    const device::DeviceFacts& facts = found.devices.front().facts;
    QCOMPARE(facts.text, std::string("cuda:0"));
    QCOMPARE(facts.name, std::string("Emulated GPU"));
    QCOMPARE(facts.memoryBytes, std::int64_t{123456789});
    QCOMPARE(facts.freeBytes, std::int64_t{123456789});
    QCOMPARE(facts.traits, (std::vector<std::string>{"compute 7.5", "CUDA 13.0"}));
    QVERIFY(found.reason.empty());
}

void tst_Driver::everyDeviceIsFound() {
    SKIP_WITHOUT_EMULATION();
    const tests::Emulation emulation({{"DEVICES", "3"}});
    const gpu::Probe found = tests::probeEmulated();
    QCOMPARE(found.devices.size(), std::size_t{3});
    QCOMPARE(found.devices.back().facts.text, std::string("cuda:2"));
    QCOMPARE(static_cast<int>(found.devices.back().facts.id), 2);
}

void tst_Driver::codesBecomeOurErrors_data() {
    QTest::addColumn<int>("code");
    QTest::addColumn<int>("expected");
    const auto row = [](const char* name, int code, base::ErrorCode expected) {
        QTest::newRow(name) << code << static_cast<int>(expected);
    };
    row("out of memory", 2, base::ErrorCode::ResourceExhausted);
    row("too many resources for a launch", 701, base::ErrorCode::ResourceExhausted);
    row("unknown kernel", 500, base::ErrorCode::NotFound);
    row("no device", 100, base::ErrorCode::NoDevice);
    row("no fitting code", 209, base::ErrorCode::NoDevice);
    row("illegal address", 700, base::ErrorCode::NoDevice);
    row("launch failed", 719, base::ErrorCode::NoDevice);
    row("our own mistake", 1, base::ErrorCode::Internal);
    row("unknown", 999, base::ErrorCode::Internal);
}

void tst_Driver::codesBecomeOurErrors() {
    SKIP_WITHOUT_EMULATION();
    QFETCH(int, code);
    QFETCH(int, expected);
    const tests::Emulation emulation;
    const auto driver = gpu::Driver::open();
    QVERIFY(driver.has_value());
    const auto status = (*driver)->translate(static_cast<gpu::cuda::Code>(code), "testing");
    QVERIFY(!status);
    QCOMPARE(static_cast<int>(status.error().code), expected);
}

void tst_Driver::theProgramNeedsNoDriverToStart() {
    // This very program holds the whole of gpu/: were the driver linked, it would not have started without one.
    QFile maps("/proc/self/maps");
    if (!maps.open(QIODevice::ReadOnly)) QSKIP("this system has no /proc/self/maps");
    QVERIFY(!maps.readAll().contains("libcuda"));
}

QTEST_GUILESS_MAIN(tst_Driver)
#include "tst_driver.moc"
