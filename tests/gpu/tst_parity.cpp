#include <QtTest>

#include "engine/base/text.h"
#include "engine/filter/definition.h"
#include "engine/filter/host.h"
#include "engine/filter/self_check.h"
#include "tests/gpu/emulation.h"

using namespace fotograma;

/// Every kernel on every CUDA device of this machine, the emulated one where there is no other, against the host.
class tst_Parity : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void everyKernelIsInTheDeviceCode();
    void everyComparisonAgrees_data();
    void everyComparisonAgrees();

private:
    gpu::Probe m_found;
};

void tst_Parity::initTestCase() {
    m_found = tests::whyNoEmulation() == nullptr ? tests::probeEmulated() : gpu::probe();
    if (m_found.devices.empty()) QSKIP(m_found.reason.c_str());
    if (m_found.devices.front().device == nullptr) QSKIP(m_found.devices.front().reason.c_str());
}

void tst_Parity::everyKernelIsInTheDeviceCode() {
    const device::HostKernelSets host = filter::hostKernels();
    int kernels = 0;
    for (const device::HostKernels* folder : host.baseline) {
        for (int i = 0; i < folder->count; ++i) {
            const std::string name = base::concat(folder->folder, "_", folder->kernels[i].name);
            QVERIFY2(m_found.devices.front().device->hasKernel(name), name.c_str());
            ++kernels;
        }
    }
    QVERIFY(kernels > 0);
}

void tst_Parity::everyComparisonAgrees_data() {
    QTest::addColumn<QString>("failure");
    const auto host = filter::createHost();
    for (const gpu::FoundDevice& found : m_found.devices) {
        if (found.device == nullptr) continue;
        const auto rows = filter::runSelfCheck(*found.device, *host);
        QVERIFY(rows.size() > filter::definitions().size());
        for (const filter::SelfCheckRow& row : rows) {
            const std::string name =
                base::concat(found.facts.text, " ", row.operation, " ", row.kernels, " ", row.picture);
            const std::string failure =
                row.passed ? std::string()
                           : base::concat("differs by ", row.difference, ", allowed ", row.allowed, ". ", row.reason);
            QTest::newRow(name.c_str()) << QString::fromStdString(failure);
        }
    }
}

void tst_Parity::everyComparisonAgrees() {
    QFETCH(QString, failure);
    QVERIFY2(failure.isEmpty(), qPrintable(failure));
}

QTEST_GUILESS_MAIN(tst_Parity)
#include "tst_parity.moc"
