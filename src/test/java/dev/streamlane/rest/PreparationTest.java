package dev.streamlane.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.interceptor.InvocationContext;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** What a bean's preparation waits for. */
class PreparationTest {
    private final Preparation preparation = new Preparation();
    private final List<String> made = new ArrayList<>();
    private boolean broken;

    @Test
    void waitsUntilSomethingIsAskedFor() throws Exception {
        preparation.around(new Call(Runnable.class, "run"));

        assertThat(made).isEmpty();
    }

    @Test
    void isMadeOnceAndBeforeTheAnswer() throws Exception {
        preparation.around(new Call(Runnable.class, "run"));

        assertThat(preparation.around(new Call(Supplier.class, "get"))).isEqualTo("get");
        preparation.around(new Call(Supplier.class, "get"));
        assertThat(made).containsExactly("run", "get", "get");
    }

    @Test
    void isTriedAgainIfItFails() throws Exception {
        preparation.around(new Call(Runnable.class, "run"));
        broken = true;
        assertThatThrownBy(() -> preparation.around(new Call(Supplier.class, "get")))
                .hasMessage("broken");
        broken = false;

        preparation.around(new Call(Supplier.class, "get"));

        assertThat(made).containsExactly("run", "get");
    }

    /** A call of a method that returns nothing, or something. */
    private final class Call implements InvocationContext {
        private final Class<?> type;
        private final String name;

        Call(Class<?> type, String name) {
            this.type = type;
            this.name = name;
        }

        @Override
        public Object proceed() throws Exception {
            if (broken) {
                throw new IOException("broken");
            }
            made.add(name);
            return name;
        }

        @Override
        public Method getMethod() {
            try {
                return type.getMethod(name);
            } catch (NoSuchMethodException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public Object getTarget() {
            return null;
        }

        @Override
        public Object getTimer() {
            return null;
        }

        @Override
        public Constructor<?> getConstructor() {
            return null;
        }

        @Override
        public Object[] getParameters() {
            return new Object[0];
        }

        @Override
        public void setParameters(Object[] parameters) {}

        @Override
        public Map<String, Object> getContextData() {
            return Map.of();
        }
    }
}
