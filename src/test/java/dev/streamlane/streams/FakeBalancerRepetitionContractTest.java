package dev.streamlane.streams;

class FakeBalancerRepetitionContractTest extends LoadBalancerRepetitionContract {
    @Override
    protected LoadBalancerStore store() {
        return new FakeLbsStore();
    }
}
