#include <QTest>

#include "engine/filter/host.h"
#include "gpu/nvml.h"

using namespace fotograma;

class tst_Nvml : public QObject {
    Q_OBJECT

private slots:
    void itsAbsenceIsAnOrdinaryAnswer() {
        const auto none = gpu::Nvml::open({"libfotograma-there-is-no-such-library.so.1"});
        QVERIFY(!none);
        QCOMPARE(none.error().code, base::ErrorCode::NoDevice);
        const auto other = gpu::Nvml::open({"libm.so.6"});
        QVERIFY(!other && other.error().message.find("nvmlInit_v2") != std::string::npos);
        qputenv("FOTOGRAMA_FAKE_NVML", "broken");
        const auto broken = gpu::Nvml::open({FOTOGRAMA_FAKE_NVML_LIBRARY});
        qunsetenv("FOTOGRAMA_FAKE_NVML");
        QVERIFY(!broken && broken.error().message.find("999") != std::string::npos);
    }

    void tellsWhatADeviceDoes() {
        const auto nvml = gpu::Nvml::open({FOTOGRAMA_FAKE_NVML_LIBRARY});
        QVERIFY(nvml.has_value());
        const auto load = (*nvml)->load("00000000:41:00.0");
        QVERIFY(load.has_value());
        QCOMPARE(load->busyShare, 0.75);
        QCOMPARE(load->decoderShare, 0.2);
        QCOMPARE(load->encoderShare, -1.0);  // it has none
        QCOMPARE(load->memoryBytes, std::int64_t{1'000});
        QCOMPARE(load->usedBytes, std::int64_t{300});
        const auto unknown = (*nvml)->load("00000000:42:00.0");
        QCOMPARE(unknown.error().code, base::ErrorCode::NotFound);
    }

    void theHostHasNoBus() { QVERIFY(gpu::pciBusIdOf(*filter::createHost()).empty()); }
};

QTEST_GUILESS_MAIN(tst_Nvml)
#include "tst_nvml.moc"
