package dev.streamlane.bench.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class DistributionTest {
    @Test
    void theMedianIsTheMiddleValueInWhateverOrderTheyCome() {
        assertThat(Distribution.of(List.of(3.0, 1.0, 2.0)).median()).isEqualTo(2);
    }

    @Test
    void ofAnEvenNumberItIsTheMeanOfTheMiddleTwo() {
        assertThat(Distribution.of(List.of(4.0, 1.0, 2.0, 9.0)).median()).isEqualTo(3);
    }

    @Test
    void aQuantileIsTheLeastValueThatSoManyDoNotExceed() {
        Distribution thousand = Distribution.of(
                IntStream.rangeClosed(1, 1000).asDoubleStream().boxed().toList());

        assertThat(thousand.quantile(0.999)).isEqualTo(999);
        assertThat(thousand.quantile(0.5)).isEqualTo(500);
        assertThat(thousand.quantile(1)).isEqualTo(thousand.max()).isEqualTo(1000);
        assertThat(thousand.quantile(0)).isEqualTo(thousand.min()).isEqualTo(1);
    }

    @Test
    void nanosecondsAreShownAsMilliseconds() {
        assertThat(Distribution.ofNanosInMillis(LongStream.of(1_500_000)).max()).isEqualTo(1.5);
    }

    @Test
    void withoutValuesThereIsNone() {
        assertThatThrownBy(() -> Distribution.of(List.of())).isInstanceOf(IllegalArgumentException.class);
    }
}
