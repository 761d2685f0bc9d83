"""Whatever people and other programs may send, thrown at the whole house with a seed."""
