/// The last day of one number in bounded memory: fine where it is new, coarse where it is old.
///
/// Units    seconds of any clock that only goes forward; values as the owner means them.
/// Cost     append: constant, no allocation after the first day; about 5000 buckets of 24 bytes.
/// Thread   one at a time.
#pragma once

#include <cstddef>
#include <vector>

namespace fotograma::ui {

class History {
public:
    /// What was seen in one stretch of time.
    struct Point {
        double seconds = 0.0;  ///< When its last value came.
        float low = 0.0F;
        float mean = 0.0F;
        float high = 0.0F;
    };

    static constexpr double kLongest = 24.0 * 3600.0;

    History();

    /// A value that is not a number is passed over: nothing was known then. So is one from before the newest.
    void append(double seconds, double value);

    /// The points of [from, to] in the finest steps that reach back to `from`; cleared first.
    void points(double from, double to, std::vector<Point>& out) const;
    /// The point nearest to a moment in those same steps, or null when the nearest is more than `reach` away.
    [[nodiscard]] const Point* nearest(double seconds, double from, double reach) const;
    /// The seconds between two points that reach back so far.
    [[nodiscard]] double stepFor(double from, double to) const;

    [[nodiscard]] bool isEmpty() const { return m_isEmpty; }
    [[nodiscard]] double newest() const { return m_newest; }
    [[nodiscard]] double newestValue() const { return m_newestValue; }

private:
    /// A ring of buckets of one width.
    struct Level {
        double width;
        std::size_t capacity;
        std::vector<Point> ring;
        std::size_t next = 0;   ///< Where the next bucket goes once the ring is full.
        long long bucket = -1;  ///< Number of the open bucket: seconds / width.
        int count = 0;          ///< Values in it.

        void append(double seconds, float value);
        [[nodiscard]] const Point& at(std::size_t index) const;  ///< The oldest is 0.
        [[nodiscard]] std::size_t firstAfter(double seconds) const;
    };

    [[nodiscard]] const Level& levelFor(double span) const;

    std::vector<Level> m_levels;
    double m_newest = 0.0;
    double m_newestValue = 0.0;
    bool m_isEmpty = true;
};

}  // namespace fotograma::ui
