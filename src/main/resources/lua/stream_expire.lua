#!lua flags=allow-oom
-- Lets locks end after some time, if they are this consumer's: to extend them, to hold a stream back, or to unlock it.
-- After 1 ms a lock expires, which foreign clients listen to; after 0 ms it is deleted.
-- KEYS: any number of locks
-- ARGV: 1 consumer, 2 ms
-- Codes: none
-- Returns: the places, from 1, of locks that are not this consumer's
local strange, call, me, ms = {}, redis.call, ARGV[1], ARGV[2] -- locals, because there may be thousands of locks
local values = call('MGET', unpack(KEYS))
for i, key in ipairs(KEYS) do
  if values[i] == me then call('PEXPIRE', key, ms) else strange[#strange + 1] = i end
end
return strange
