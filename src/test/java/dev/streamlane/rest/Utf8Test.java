package dev.streamlane.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Utf8Test {
    @ParameterizedTest
    @ValueSource(strings = {"", "plain", "ü€😀", "eight by\u0000tes and ü"})
    void textIsValid(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);

        assertThat(Utf8.valid(bytes, 0, bytes.length)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"ff", "80", "c3", "c328", "c080", "e08080", "eda080", "f08080af", "f4908080", "f5808080", "e282"
            })
    void whatNoEncoderWritesIsNot(String hex) {
        byte[] bytes = HexFormat.of().parseHex("6162636465666768" + hex);

        assertThat(Utf8.valid(bytes, 0, bytes.length)).isFalse();
    }

    @Test
    void itAgreesWithThePlatformsDecoder() {
        long seed = 20251122;
        Random random = new Random(seed);
        for (int i = 0; i < 200_000; i++) {
            byte[] bytes = ("ab€ü😀" + i).getBytes(StandardCharsets.UTF_8);
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);

            assertThat(Utf8.valid(bytes, 0, bytes.length))
                    .as("seed %d: %s", seed, HexFormat.of().formatHex(bytes))
                    .isEqualTo(decodes(bytes));
        }
    }

    private static boolean decodes(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
