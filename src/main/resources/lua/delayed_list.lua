#!lua flags=allow-oom
-- Shows delayed jobs of a partition, in the order of their due times.
-- KEYS: 1 delayed jobs by due time
-- ARGV: 1 due time and 2 age of the job behind which to begin, 3 most jobs
-- Codes: none
-- Returns: {age, id and key, separated by spaces, due time, …}
local low = redis.call('ZCOUNT', KEYS[1], '-inf', '(' .. ARGV[1])
local high = redis.call('ZCOUNT', KEYS[1], '-inf', ARGV[1])
while low < high do
  local middle = math.floor((low + high) / 2)
  if redis.call('ZRANGE', KEYS[1], middle, middle)[1]:sub(1, 16) <= ARGV[2] then low = middle + 1 else high = middle end
end
return redis.call('ZRANGE', KEYS[1], low, low + ARGV[3] - 1, 'WITHSCORES')
