#include <QtTest>

#include "engine/job/placement.h"

using namespace fotograma;
using base::ErrorCode;

namespace {

std::vector<api::DeviceInfo> machine(bool withCuda) {
    std::vector<api::DeviceInfo> devices(1);
    devices[0].id = "cpu";
    if (!withCuda) {
        devices[0].reason = "no NVIDIA driver is installed";
        return devices;
    }
    devices.resize(4);
    devices[1].id = "cuda:0";
    devices[1].available = false;
    devices[1].reason = "its driver is too old";
    devices[2].id = "cuda:1";
    devices[2].freeBytes = 1 << 20;
    devices[3].id = "cuda:2";  // with more room
    devices[3].freeBytes = 2 << 20;
    return devices;
}

}  // namespace

class tst_Placement : public QObject {
    Q_OBJECT

private slots:
    void chooses_data() {
        QTest::addColumn<QString>("wanted");
        QTest::addColumn<bool>("withCuda");
        QTest::addColumn<QString>("chosen");  // or the reason it is refused
        QTest::newRow("auto, host only") << "auto" << false << "cpu";
        QTest::newRow("auto") << "auto" << true << "cuda:2";
        QTest::newRow("cpu") << "cpu" << true << "cpu";
        QTest::newRow("cuda") << "cuda" << true << "cuda:2";
        QTest::newRow("cuda:1") << "cuda:1" << true << "cuda:1";
        QTest::newRow("cuda:0 unusable") << "cuda:0" << true << "too old";
        QTest::newRow("cuda, none") << "cuda" << false << "no NVIDIA driver";
        QTest::newRow("nonsense") << "gpu" << true << "names no device";
    }
    void chooses() {
        QFETCH(QString, wanted);
        QFETCH(bool, withCuda);
        QFETCH(QString, chosen);
        const auto devices = machine(withCuda);
        const auto device = job::chooseDevice(wanted.toStdString(), devices);
        if (device) {
            QCOMPARE(QString::fromStdString(*device), chosen);
        } else {
            QVERIFY2(QString::fromStdString(device.error().message).contains(chosen), device.error().message.c_str());
            QVERIFY(device.error().code == (wanted == "gpu" ? ErrorCode::InvalidArgument : ErrorCode::NoDevice));
        }
    }
};

QTEST_GUILESS_MAIN(tst_Placement)
#include "tst_placement.moc"
