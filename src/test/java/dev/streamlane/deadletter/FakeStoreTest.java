package dev.streamlane.deadletter;

import java.util.List;

class FakeStoreTest extends DeadLetterStoreContract {
    private final FakeStore store = new FakeStore();

    @Override
    protected DeadLetterStore store() {
        return store;
    }

    @Override
    protected void add(String id, List<DeadLetter.Field> fields) {
        store.add(DeadLetter.of(id, fields, stream -> new Origin.Job(Letters.TOPIC, 1)));
    }

    @Override
    protected void join(String topic, String group) {
        store.groups.add(topic + "/" + group);
    }

    @Override
    protected List<String> written(String name, Integer partition) {
        String place = partition == null ? name : name + ":" + partition;
        return store.written.stream()
                .filter(line -> line.startsWith(place + " "))
                .map(line -> line.substring(place.length() + 1))
                .toList();
    }
}
