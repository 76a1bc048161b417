#include <memory>
#include <set>

#include <QTest>

#include "engine/base/clock.h"
#include "engine/base/result.h"

using namespace fotograma::base;

namespace {

Result<int> half(int value) {
    if (value % 2 != 0) return fail(ErrorCode::InvalidArgument, "It is odd.", "detail");
    return value / 2;
}

Status mustBeEven(int value) {
    FOTOGRAMA_RETURN_IF_ERROR(half(value));
    return {};
}

Result<int> quarter(int value) {
    FOTOGRAMA_ASSIGN_OR_RETURN(const int once, half(value));
    FOTOGRAMA_ASSIGN_OR_RETURN(const int twice, half(once));
    return twice;
}

Result<std::unique_ptr<int>> makeUnique(int value) {
    FOTOGRAMA_ASSIGN_OR_RETURN(const int result, half(value));
    return std::make_unique<int>(result);
}

Result<int> throughUnique(int value) {
    FOTOGRAMA_ASSIGN_OR_RETURN(const auto owned, makeUnique(value));
    return *owned;
}

}  // namespace

class tst_Result : public QObject {
    Q_OBJECT

private slots:
    void macrosPassValuesOn() {
        QCOMPARE(quarter(12).value(), 3);
        QVERIFY(mustBeEven(2).has_value());
        QCOMPARE(throughUnique(8).value(), 4);
    }

    void macrosPassErrorsOnUnchanged() {
        const auto result = quarter(6);
        QVERIFY(!result);
        QCOMPARE(result.error().code, ErrorCode::InvalidArgument);
        QCOMPARE(result.error().message, std::string("It is odd."));
        QCOMPARE(result.error().detail, std::string("detail"));
        QVERIFY(!mustBeEven(3));
        QVERIFY(!throughUnique(1));
    }

    void everyCodeHasItsOwnNameAndComesBackFromIt() {
        std::set<std::string_view> names;
        for (int i = 0; i <= static_cast<int>(ErrorCode::Internal); ++i) {
            const auto code = static_cast<ErrorCode>(i);
            QCOMPARE(traits(code).code, code);
            QVERIFY(names.insert(traits(code).name).second);
            QCOMPARE(errorCodeFromName(traits(code).name), code);
            QVERIFY(traits(code).httpStatus >= 400 && traits(code).httpStatus < 600);
        }
        QCOMPARE(errorCodeFromName("no_such_code"), ErrorCode::Internal);
    }

    void exitCodesFollowTheCommandLineContract() {
        QCOMPARE(traits(ErrorCode::InvalidArgument).exitCode, 2);
        QCOMPARE(traits(ErrorCode::NoDevice).exitCode, 3);
        QCOMPARE(traits(ErrorCode::Cancelled).exitCode, 130);
        QCOMPARE(traits(ErrorCode::InvalidData).exitCode, 1);
    }

    void theSystemClockMovesAndKnowsTheYear() {
        const Clock& clock = systemClock();
        const auto before = clock.now();
        QVERIFY(clock.now() >= before);
        QVERIFY(clock.unixNow() > 1'700'000'000'000);  // 2023
    }
};

QTEST_GUILESS_MAIN(tst_Result)
#include "tst_result.moc"
