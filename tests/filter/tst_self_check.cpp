// One function compares devices everywhere; here it compares the two builds of the host, and the fast variants.
#include <set>

#include <QtTest>

#include "engine/base/cpu_features.h"
#include "engine/filter/definition.h"
#include "engine/filter/host.h"
#include "engine/filter/self_check.h"

using namespace fotograma;

class tst_SelfCheck : public QObject {
    Q_OBJECT

private slots:
    void workedExamplesComeOut_data();
    void workedExamplesComeOut();
    void fastVariantsStayWithinTheirTolerance();
    void bothBuildsOfTheHostAgree();
    void theSameBuildAgreesToTheBit();
};

namespace {

QString describe(const filter::SelfCheckRow& row) {
    return QString("%1 | %2 | %3: difference %4 of %5; %6")
        .arg(QString::fromStdString(row.operation), QString::fromStdString(row.kernels),
             QString::fromStdString(row.picture))
        .arg(row.difference)
        .arg(row.allowed)
        .arg(QString::fromStdString(row.reason));
}

/// Fails with every row that did not pass.
void requirePassed(const std::vector<filter::SelfCheckRow>& rows) {
    QStringList wrong;
    for (const auto& row : rows) {
        if (!row.passed) wrong << describe(row);
    }
    QVERIFY2(
        wrong.isEmpty(),
        qPrintable(QString("%1 of %2 rows:\n%3").arg(wrong.size()).arg(rows.size()).arg(wrong.mid(0, 20).join("\n"))));
}

std::set<std::string> kernelsIn(const std::vector<filter::SelfCheckRow>& rows) {
    std::set<std::string> names;
    for (const auto& row : rows) names.insert(row.kernels);
    return names;
}

}  // namespace

void tst_SelfCheck::workedExamplesComeOut_data() {
    QTest::addColumn<device::HostBuild>("build");
    QTest::newRow("baseline") << device::HostBuild::Baseline;
    QTest::newRow("x86-64-v3") << device::HostBuild::V3;
}

void tst_SelfCheck::workedExamplesComeOut() {
    QFETCH(device::HostBuild, build);
    const auto host = filter::createHost(build);
    const auto rows = filter::runSelfCheck(*host, *host);
    std::size_t examples = 0;
    for (const filter::Definition* definition : filter::definitions()) examples += definition->examples.size();
    QVERIFY(examples >= 2 * filter::definitions().size());
    QVERIFY(rows.size() >= examples);
    requirePassed(rows);
}

void tst_SelfCheck::fastVariantsStayWithinTheirTolerance() {
    const auto host = filter::createHost();
    const auto rows = filter::runSelfCheck(*host, *host);
    QVERIFY(kernelsIn(rows).contains("resize by zimg"));
    requirePassed(rows);
}

void tst_SelfCheck::bothBuildsOfTheHostAgree() {
    if (!base::cpuHasAvx2Fma()) QSKIP("this processor runs the baseline only");
    const auto baseline = filter::createHost(device::HostBuild::Baseline);
    const auto v3 = filter::createHost(device::HostBuild::V3);
    QCOMPARE(baseline->facts().traits.at(0), std::string("baseline"));
    QCOMPARE(v3->facts().traits.at(0), std::string("x86-64-v3"));
    requirePassed(filter::runSelfCheck(*baseline, *v3));
}

void tst_SelfCheck::theSameBuildAgreesToTheBit() {
    const auto one = filter::createHost();
    const auto other = filter::createHost();
    const auto rows = filter::runSelfCheck(*one, *other);
    const auto kernels = kernelsIn(rows);
    for (const char* name :
         {"adjust_Curved", "adjust_Straight", "crop_Cut", "pad_Canvas", "resize_Horizontal resize_Vertical",
          "rotate_Turn", "sharpen_Broad", "sharpen_Fine", "smooth_Average", "luma_Histogram", "blur_Laplacian",
          "change_Difference", "colorfulness_Chroma", "noise_Mask", "blockiness_Gradients", "bars_Projections",
          "interlace_Combs", "luma_Histogram change_Difference"}) {
        QVERIFY2(kernels.contains(name), name);
    }
    requirePassed(rows);
}

QTEST_GUILESS_MAIN(tst_SelfCheck)
#include "tst_self_check.moc"
