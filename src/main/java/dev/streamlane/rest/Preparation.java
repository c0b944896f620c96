package dev.streamlane.rest;

import jakarta.annotation.Priority;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import java.util.ArrayDeque;
import java.util.Queue;

/** Puts off what prepares a bean until the bean is asked for something. */
@PreparedOnDemand
@Interceptor
@Priority(Interceptor.Priority.LIBRARY_BEFORE)
class Preparation {
    private final Queue<InvocationContext> left = new ArrayDeque<>();

    @AroundInvoke
    Object around(InvocationContext call) throws Exception {
        if (call.getMethod().getReturnType() == void.class) {
            putOff(call);
            return null;
        }
        prepare();
        return call.proceed();
    }

    private synchronized void putOff(InvocationContext call) {
        left.add(call);
    }

    /** One that fails is tried again the next time. */
    private synchronized void prepare() throws Exception {
        while (!left.isEmpty()) {
            left.element().proceed();
            left.remove();
        }
    }
}
