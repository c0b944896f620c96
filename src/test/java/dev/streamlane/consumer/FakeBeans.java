package dev.streamlane.consumer;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.spi.CreationalContext;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.InjectionPoint;
import jakarta.enterprise.util.TypeLiteral;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;

/** Beans as the container would hand them out, without a container. */
final class FakeBeans<T> implements Instance<T> {
    private final List<T> beans;

    FakeBeans(List<T> beans) {
        this.beans = beans;
    }

    @Override
    public Iterable<Handle<T>> handles() {
        return beans.stream().<Handle<T>>map(FakeHandle::new).toList();
    }

    @Override
    public Iterator<T> iterator() {
        return beans.iterator();
    }

    @Override
    public Instance<T> select(Annotation... qualifiers) {
        throw new UnsupportedOperationException();
    }

    @Override
    public <U extends T> Instance<U> select(Class<U> subtype, Annotation... qualifiers) {
        throw new UnsupportedOperationException();
    }

    @Override
    public <U extends T> Instance<U> select(TypeLiteral<U> subtype, Annotation... qualifiers) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean isUnsatisfied() {
        return beans.isEmpty();
    }

    @Override
    public boolean isAmbiguous() {
        return beans.size() > 1;
    }

    @Override
    public void destroy(T instance) {}

    @Override
    public Handle<T> getHandle() {
        throw new UnsupportedOperationException();
    }

    @Override
    public T get() {
        throw new UnsupportedOperationException();
    }

    private record FakeHandle<T>(T bean) implements Handle<T> {
        @Override
        public T get() {
            return bean;
        }

        @Override
        public Bean<T> getBean() {
            return new FakeBean<>(bean.getClass());
        }

        @Override
        public void destroy() {}

        @Override
        public void close() {}
    }

    private record FakeBean<T>(Class<?> type) implements Bean<T> {
        @Override
        public Class<?> getBeanClass() {
            return type;
        }

        @Override
        public Set<Type> getTypes() {
            Set<Type> types = new HashSet<>(List.of(type.getGenericInterfaces()));
            types.add(type);
            types.add(Object.class);
            return types;
        }

        @Override
        public Set<InjectionPoint> getInjectionPoints() {
            return Set.of();
        }

        @Override
        public T create(CreationalContext<T> context) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void destroy(T instance, CreationalContext<T> context) {}

        @Override
        public Set<Annotation> getQualifiers() {
            return Set.of();
        }

        @Override
        public Class<? extends Annotation> getScope() {
            return ApplicationScoped.class;
        }

        @Override
        public String getName() {
            return null;
        }

        @Override
        public Set<Class<? extends Annotation>> getStereotypes() {
            return Set.of();
        }

        @Override
        public boolean isAlternative() {
            return false;
        }
    }
}
