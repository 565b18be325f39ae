package arcly.shell;

import java.lang.reflect.Proxy;
import java.util.Map;

/** Objects of the API that answer by method name; a method without an answer is one that must not be called. */
final class Answers {

    private Answers() {}

    static <T> T of(Class<T> type, Map<String, Object> answers) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
            Object answer = answers.get(method.getName());
            if (answer instanceof Call call) {
                return call.with(arguments);
            }
            if (answer == null && !answers.containsKey(method.getName())) {
                throw new AssertionError(method + " was not expected");
            }
            return answer;
        }));
    }

    /** An answer that depends on the arguments. */
    @FunctionalInterface
    interface Call {
        Object with(Object[] arguments);
    }
}
